"""Rich text as readers get it.

What is stored is plain; what a page needs beyond that is added here each time, so it can change for all texts at
once: responsive pictures, videos that wait for a click, coloured code, tables that scroll, links that follow their
target and say when they leave the site.
"""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.chinese.breaks import phrases
from cms.library.models import Picture
from cms.library.rendering import picture_html
from cms.richtext import code, links, tables, tree, videos
from cms.richtext.text import plain

SIZES = "(min-width: 48rem) 44rem, calc(100vw - 2rem)"


def render(
    html: str,
    *,
    is_preview: bool = False,
    pictures: dict[int, Picture] | None = None,
    paths: dict[links.Ref, str | None] | None = None,
) -> SafeString:
    """The stored text as HTML for a page: one query for any number of pictures, one for any number of links.

    `pictures` saves the first and `paths`, of `links.paths()`, the second, when the caller has loaded them for
    several texts; in a preview, pictures come from their private address.
    """
    root = tree.parse(html)
    _show_pictures(root, is_preview, pictures)
    for figure in list(root.iterfind(".//figure[@data-video]")):
        _show_video(figure)
    links.resolve(root, paths)
    for link in root.iter("a"):
        if links.is_external(link.get("href", "")):
            _mark_as_external(link)
    for heading in root.iter("h2", "h3", "h4"):
        _break_between_words(heading)
    for table in list(root.iter("table")):
        tables.align_numbers(table)
        _let_scroll(table)
    patience = code.Patience()
    for block in list(root.iter("pre")):
        _show_code(block, patience)
    return mark_safe(tree.write(root))  # noqa: S308  # parsed with the strict allow-list just now


def _show_pictures(root, is_preview, pictures):
    images = list(root.iter("img"))
    numbers = {int(image.get("data-picture")) for image in images if image.get("data-picture")}
    if pictures is None:
        pictures = Picture.objects.shown(numbers)
    for image in images:
        if number := image.get("data-picture"):
            _show_own(image, pictures.get(int(number)), is_preview)
        elif links.is_external(image.get("src", "")):
            _show_as_link(image)
        else:
            image.set("loading", "lazy")


def _show_own(image, picture, is_preview):
    if picture is None:  # it was deleted since
        figure = image.getparent()
        (figure if figure.tag == "figure" else image).drop_tree()
        return
    shown = picture_html(picture, sizes=SIZES, private=is_preview, alt=image.get("alt"))
    tree.replace(image, tree.raw(str(shown)))


def _show_as_link(image):
    """A picture on another site would tell that site who reads ours, so readers decide by a click."""
    link = tree.new("a", href=image.get("src"))
    link.text = image.get("alt") or _("Picture on another site")
    is_in_link = any(around.tag == "a" for around in image.iterancestors())
    if is_in_link:
        link.tag, link.attrib["href"] = "span", ""
        del link.attrib["href"]
    tree.replace(image, link)


def link_video(figure) -> videos.Video:
    """Add to the caption of a stored video the link to it, which is all that a feed reader or a printer can use."""
    video = videos.stored(figure.attrib.pop("data-video"))
    assert video is not None  # noqa: S101 the sanitiser keeps no other
    caption = figure.find("figcaption")
    if caption is None:
        caption = tree.new("figcaption")
        figure.append(caption)
    elif len(caption) or caption.text:
        caption.append(tree.raw(" "))
    link = tree.new("a", href=video.page)
    link.text = _("Watch on %(host)s") % {"host": video.host_name}
    caption.append(link)
    return video


def _show_video(figure):
    """A drawing in place of the video, and a link to it: nobody else is asked before the reader wants it."""
    caption = figure.find("figcaption")
    title = plain(tree.write(caption)) if caption is not None else ""
    video = link_video(figure)
    poster = render_to_string("richtext/video.html", {"video": video, "title": title or _("Video")})
    figure.set("class", "video")
    figure.insert(0, tree.raw(poster.strip()))


def _mark_as_external(link):
    link.set("class", "external")
    link.set("rel", "noopener")
    note = tree.new("span", class_="visually-hidden")
    note.text = _(" (external site)")
    link.append(note)


def _break_between_words(heading):
    """A `<wbr>` between the words of a heading; the style sheet forbids every other break in it."""
    for element in list(heading.iter()):
        first, *others = phrases(element.text or "") or ("",)
        element.text = first
        for phrase in reversed(others):
            element.insert(0, _break_before(phrase))
        if element is not heading:
            first, *others = phrases(element.tail or "") or ("",)
            element.tail = None
            for phrase in reversed(others):
                element.addnext(_break_before(phrase))
            element.tail = first


def _break_before(phrase):
    wbr = tree.raw("<wbr>")
    wbr.tail = phrase
    return wbr


def _let_scroll(table):
    caption = table.find("caption")
    name = plain(tree.write(caption)) if caption is not None else _("Table")
    tree.wrap(table, "div", class_="table", tabindex="0", role="region", aria_label=name)


def _show_code(block, patience):
    """Code in colour, scrolling by keyboard too, with its language and a button to copy it."""
    block.attrib.update({"tabindex": "0", "role": "group", "aria-label": _("Code"), "translate": "no"})
    inner = block.find("code")
    if inner is None:
        return
    language = code.language_of(inner)
    if language:
        inner[:], inner.text = [tree.raw(patience.coloured(inner.text_content(), language))], None
    head = tree.new("div", class_="code-head")
    if language:
        name = tree.new("span", translate="no")
        name.text = code.LANGUAGES[language]
        head.append(name)
    button = tree.new("button", type="button", class_="copy needs-script", data_copy="", data_done=_("Copied"))
    button.text = _("Copy")
    head.append(button)
    tree.wrap(block, "div", class_="code").insert(0, head)
