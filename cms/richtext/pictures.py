"""Which pictures of the library a text shows."""

from cms.richtext import tree


def picture_ids(html: str) -> list[int]:
    """The numbers of the library's pictures, in the order of their first appearance."""
    found = (int(image.get("data-picture")) for image in tree.parse(html).iterfind(".//img[@data-picture]"))
    return list(dict.fromkeys(found))
