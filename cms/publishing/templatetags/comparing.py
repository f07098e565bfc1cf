"""Changed text as HTML: the one place that writes `<ins>` and `<del>`, with every word in it escaped."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

HTML = {
    "in": '<ins class="diff">{}</ins>',
    "out": '<del class="diff">{}</del>',
    "fold": '<details class="diff-fold-inline"><summary>{}</summary>{}</details>',
    "restyled": '<span class="diff-restyled">{}<small>{}</small></span>',
}


@register.simple_tag
def difference(spans, without: str = "") -> SafeString:
    """The spans of a text in their order; `without` names a state to leave out, for one of two columns."""
    return format_html_join("", "{}", ((_shown(span),) for span in spans if span.state != without))


def _shown(span):
    if span.state == "fold":
        told = _("… %(count)s unchanged characters …") % {"count": len(span.text)}
        return format_html(HTML["fold"], told, span.text)
    if span.state == "restyled":
        marks = [*(f" ＋{mark}" for mark in span.gained), *(f" －{mark}" for mark in span.lost)]
        return format_html(HTML["restyled"], span.text, "".join(marks))
    return format_html(HTML[span.state], span.text) if span.state in HTML else span.text
