"""What every public template may show of the site itself: `site.identity`, `site.menu`, `site.channels`."""

from collections import Counter
from dataclasses import dataclass, field, replace

from django.db.models import Prefetch
from django.utils.functional import SimpleLazyObject, cached_property

from cms import theme
from cms.library.models import Picture
from cms.pagecache.models import memo
from cms.publishing import addresses
from cms.site.models import ContactChannel, Identity, MenuItem

# The two pages that every page links to, by the paths at which they begin.
STANDING = {"contact": "/contact/", "privacy": "/privacy/"}


@dataclass(frozen=True)
class MenuEntry:
    """A menu item as the public sees it; `url` is None when what it leads to is not live."""

    label: str
    second_label: str
    url: str | None
    is_current: bool = False
    children: list["MenuEntry"] = field(default_factory=list)


class SiteForRequest:
    """The site around one page; one query, or none but the version when nothing changed."""

    def __init__(self, request):
        self.request = request

    @cached_property
    def _kept(self):
        return memo("site.chrome", gather)

    @property
    def identity(self):
        return self._kept["identity"]

    @property
    def pages(self):
        """Where the contact page and the privacy notice are now; None while they are not live."""
        return self._kept["pages"]

    @property
    def channels(self):
        return self._kept["channels"]

    @cached_property
    def menu(self):
        path = self.request.path
        return [replace(entry, is_current=is_current(entry, path)) for entry in self._kept["menu"]]


def gather() -> dict:
    """Identity, channels and the menu with its current addresses."""
    items = list(MenuItem.objects.all())
    current = addresses.live_addresses({item.target_ref for item in items if item.target_ref})

    def entry(item):
        url = item.current_address(current)
        children = [entry(child) for child in items if child.parent_id == item.pk]
        return MenuEntry(item.label, item.second_label, url, children=children)

    return {
        "identity": Identity.current(),
        "pages": {name: addresses.current_address(path) for name, path in STANDING.items()},
        "channels": channels(),
        "menu": [entry(item) for item in items if item.parent_id is None],
    }


def channels() -> list[ContactChannel]:
    """The ways to reach the agency that are valid now, each with its `anchor`: `phone`, `phone-2`."""
    found = list(ContactChannel.objects.live().prefetch_related(Prefetch("qr", Picture.objects.for_display())))
    seen: Counter[str] = Counter()
    for channel in found:
        seen[channel.kind] += 1
        channel.anchor = channel.kind if seen[channel.kind] == 1 else f"{channel.kind}-{seen[channel.kind]}"
    return found


def is_current(entry: MenuEntry, path: str) -> bool:
    """Whether the page at `path` belongs to this entry: it is the page itself or one below it."""
    if entry.url is None:
        return False
    return path == entry.url or (entry.url != "/" and path.startswith(entry.url))


def site(request):
    return {"theme_script": theme.SCRIPT, "site": SimpleLazyObject(lambda: SiteForRequest(request))}
