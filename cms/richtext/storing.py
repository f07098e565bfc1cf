"""How a text becomes what is stored."""

from cms.richtext.headings import identify
from cms.richtext.links import stamp
from cms.richtext.sanitiser import clean


def storable(html: str) -> str:
    """Clean, with ids on headings and stamps on links; the sanitiser has the last word. Idempotent."""
    return clean(stamp(identify(clean(html))))
