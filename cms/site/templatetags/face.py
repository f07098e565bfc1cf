"""What templates need to look right: ridges where there is no picture, headings that break between words."""

from django import template
from django.conf import settings
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

from cms.chinese.breaks import phrases
from cms.chinese.measure import ems
from cms.site import ridge as ridges

register = template.Library()

LONG = 36  # ems: about three lines beside a picture, four on a phone


@register.simple_tag
def ridge(seed, hue=None):
    """A drawing for a thing without a cover, from its slug, in its channel's hue."""
    return mark_safe(ridges.drawing(str(seed), hue if isinstance(hue, int) else None))  # noqa: S308 numbers only


@register.simple_tag
def ridge_band(seed):
    """The wide drawing of the front page and of pages that say sorry."""
    return mark_safe(ridges.drawing(str(seed), width=1440, height=400, fit="YMax"))  # noqa: S308 numbers only


@register.simple_tag
def ridge_edge(seed):
    """Low ridges on which a dark part of the page begins."""
    return mark_safe(ridges.edge(str(seed)))  # noqa: S308 numbers only


@register.filter(is_safe=True)
def phrased(text):
    """The text, escaped, with a possible line break between its words."""
    return mark_safe("<wbr>".join(conditional_escape(phrase) for phrase in phrases(str(text))))  # noqa: S308 escaped


@register.filter
def is_long(heading):
    """Whether a heading would fill the first screen at its usual size, and stands smaller instead."""
    return ems(str(heading)) > LONG


@register.filter(expects_localtime=True)
def moment(when):
    """A time for `datetime`, as in the structured data: to the second, since HTML allows no microseconds."""
    return when.isoformat(timespec="seconds") if when else ""


@register.filter
def kind(thing):
    """What a thing is called by people: article, service, page."""
    return capfirst(thing._meta.verbose_name)


@register.filter
def absolute(address):
    """The address with this site in front, unless it names a site already."""
    return address if "://" in address else settings.SITE_URL + address


@register.simple_tag
def page_numbers(page):
    """The pages worth a link, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
