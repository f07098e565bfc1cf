"""Rich text for use elsewhere, in feed readers and as Markdown: whole addresses, plain pictures, nothing of ours.

Snippets and promotions stand around the text on its page and are not part of it, so they never come along.
"""

from urllib.parse import urljoin

from django.conf import settings

from cms.library.models import Picture
from cms.publishing import contents
from cms.richtext import links, tree
from cms.richtext.pictures import picture_ids
from cms.richtext.rendering import link_video
from reach.sharing import MAIN_FORMATS

OURS = ("id", "class", "data-to", "data-picture", "tabindex", "role")


def bodies(articles) -> None:
    """Give each article its `portable` text; two queries for all pictures and links of all articles."""
    texts = [article.body for article in articles]
    pictures = Picture.objects.shown({key for html in texts for key in picture_ids(html)})
    paths = links.paths(set().union(*map(links.refs, texts)))
    for article in articles:
        article.portable = portable(article.body, at=whole(article.get_absolute_url()), pictures=pictures, paths=paths)


def of_parts(thing, html: str, pictures, paths) -> str:
    """A text of a thing whose page has loaded what it shows and links to."""
    return portable(html, at=whole(thing.get_absolute_url()), pictures=pictures, paths=paths)


def loaded(thing):
    """What the texts of one thing show and link to, for `of_parts`."""
    return Picture.objects.shown(contents.files_of(thing)[0]), links.paths(contents.refs_of(thing))


def whole(path: str) -> str:
    return settings.SITE_URL + path


def portable(html: str, *, at: str, pictures, paths) -> str:
    """The stored text as HTML that means the same anywhere; `at` is the address of the page that it is from."""
    root = tree.parse(html)
    for image in list(root.iter("img")):
        if number := image.get("data-picture"):
            show(image, pictures.get(int(number)))
        elif links.is_external(image.get("src", "")):
            image.drop_tree()  # as on the page, nobody is sent to another site unasked
    for figure in list(root.iterfind(".//figure[@data-video]")):
        link_video(figure)
    links.resolve(root, paths)
    for element in root.iter():
        for name in [name for name in element.attrib if name in OURS and not is_language(element, name)]:
            del element.attrib[name]
        for name in ("href", "src", "cite"):
            if element.get(name):
                element.set(name, urljoin(at, element.get(name)))
    return tree.write(root)


def is_language(element, name: str) -> bool:
    """`<code class="language-python">` says something to everybody."""
    return element.tag == "code" and name == "class"


def show(image, picture: Picture | None) -> None:
    if picture is None:  # it was deleted since
        figure = image.getparent()
        (figure if figure.tag == "figure" else image).drop_tree()
        return
    made = next((one for one in picture.renditions.all() if one.format in MAIN_FORMATS), None) or picture
    image.set("src", whole(made.public_url))
    image.set("width", str(made.width))
    image.set("height", str(made.height))


def image_tag(picture: Picture, alt: str = "") -> str:
    """A picture of the library as one plain element."""
    image = tree.new("img", alt=alt or picture.alt)
    show(image, picture)
    around = tree.new("p")
    around.append(image)
    return f"<p>{tree.write(around)}</p>"
