"""What is looked for, and in which parts of a thing."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

GROUPS = {
    "title": _("titles"),
    "summary": _("summaries"),
    "text": _("texts"),
    "parts": _("parts and sections: questions, steps, results and the like"),
    "seo": _("words for search engines"),
}
USUAL = frozenset(["title", "summary", "text", "parts"])


@dataclass(frozen=True)
class Search:
    """Words, what takes their place, and where; never inside addresses or code unless that is asked for."""

    words: str
    replacement: str = ""
    groups: frozenset[str] = USUAL
    is_any_case: bool = False
    in_code: bool = False
    in_addresses: bool = False

    @cached_property
    def pattern(self) -> re.Pattern:
        return re.compile(re.escape(self.words), re.IGNORECASE if self.is_any_case else 0)

    @property
    def is_beyond_the_index(self) -> bool:
        """Whether it looks where the index of what is published has no words."""
        return self.in_addresses or "seo" in self.groups

    def __str__(self):
        return f"“{self.words}” → “{self.replacement}”"
