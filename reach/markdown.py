"""An article as Markdown: what its page says, for readers that are programs."""

from django.utils import timezone
from django.utils.translation import gettext as _
from markdownify import MarkdownConverter

from cms.site.models import Identity
from reach import portable
from reach.descriptions import one_line


class Converter(MarkdownConverter):
    """Markdown as GitHub reads it, with captions set apart and code in its language."""

    class Options(MarkdownConverter.DefaultOptions):  # type: ignore[name-defined]  # the package has no types
        heading_style = "atx"
        bullets = "-"
        strong_em_symbol = "*"
        newline_style = "backslash"
        table_infer_header = True

        @staticmethod
        def code_language_callback(element):
            code = element.find("code")
            classes = (code.get("class") if code else None) or []
            return next((name.removeprefix("language-") for name in classes if name.startswith("language-")), "")

    def convert_td(self, el, text, parent_tags):
        return super().convert_td(el, text.replace("|", "\\|"), parent_tags)

    def convert_th(self, el, text, parent_tags):
        return super().convert_th(el, text.replace("|", "\\|"), parent_tags)

    def convert_figcaption(self, el, text, parent_tags):
        return f"\n\n*{text.strip()}*\n\n" if text.strip() else ""

    def convert_summary(self, el, text, parent_tags):
        return f"\n\n**{text.strip()}**\n\n"


def from_html(html: str) -> str:
    return Converter().convert(html).strip()


def of_article(article, address: str, pictures, paths) -> str:
    """The whole article: title, by-line, address, text, questions and references."""

    def text(html):
        return from_html(portable.of_parts(article, html, pictures, paths))

    parts = [f"# {one_line(article.title)}", f"> {one_line(article.summary)}" if article.summary else ""]
    parts += ["\n".join(byline(article, address)), cover(article), text(article.body)]
    if faqs := list(getattr(article, "visible_faqs", None) or []):
        parts += [f"## {_('Questions and answers')}"]
        parts += [f"### {one_line(faq.question)}\n\n{text(faq.answer)}" for faq in faqs]
    if references := list(article.citations.all()):
        parts += [f"## {_('References')}", "\n".join(f"{n}. {cited(one)}" for n, one in enumerate(references, 1))]
    return "\n\n".join(part for part in parts if part) + "\n"


def byline(article, address):
    yield f"- {_('Address')}：<{address}>"
    if article.author:
        yield f"- {_('Author')}：{link(article.author.name, portable.whole(article.author.get_absolute_url()))}"
    yield f"- {_('Published by')}：{one_line(Identity.current().name)}"
    if article.live_from:
        yield f"- {_('Published on')}：{timezone.localtime(article.live_from):%Y-%m-%d %H:%M}"
    if article.shown_update:
        yield f"- {_('Updated')}：{timezone.localtime(article.shown_update):%Y-%m-%d}"
    if article.reviewer:
        yield f"- {_('Reviewed by')}：{one_line(article.reviewer.name)}"
    if article.source:
        yield f"- {_('Source')}：{link(article.source.name, article.source.url)}"
    yield f"- {_('Channel')}：{link(article.channel.name, portable.whole(article.channel.get_absolute_url()))}"
    if tags := [one_line(tag.name) for tag in article.tags.all()]:
        yield f"- {_('Tags')}：{'、'.join(tags)}"


def cover(article) -> str:
    return from_html(portable.image_tag(article.cover)) if article.cover else ""


def cited(citation) -> str:
    said = [link(citation.title, citation.url), one_line(citation.publisher)]
    if citation.accessed_on:
        said.append(f"{_('read on')} {citation.accessed_on:%Y-%m-%d}")
    return "，".join(part for part in said if part)


def link(words: str, address: str) -> str:
    words = one_line(words).replace("[", "\\[").replace("]", "\\]")
    return f"[{words}](<{address}>)" if address else words
