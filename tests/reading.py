"""Read a page as a visitor does."""

from lxml import html


def words_of(response) -> str:
    """The page as text, without the places at which a heading may break."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode().replace("<wbr>", "")


def form_in(page: str) -> dict:
    """What the browser would send with the enquiry form of this page if nothing were typed."""
    [form] = html.fromstring(page.encode()).xpath("//form[@id='ask']")
    fields = form.xpath(".//input[@name][not(@type='checkbox')]")
    return {field.get("name"): field.get("value", "") for field in fields}
