"""What the names, addresses and pictures of a source are on this site, once they have their place here."""

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from django.conf import settings

from cms.publishing.addresses import reference_of
from cms.publishing.models import Redirect
from reach.importing import planning
from reach.importing.spooling import shortened
from reach.models import ImportRun

MOST_KEPT = 20_000
NOBODY = "-"  # a name that was chosen to mean nobody


def path_of(address: str) -> str:
    """The path with its query, decoded, as a redirect names it; "" for what is no address."""
    try:
        parts = urlsplit(address.strip())
        path = unquote(parts.path, errors="strict")
    except (ValueError, UnicodeDecodeError):
        return ""
    path = path if path.startswith("/") else f"/{path}"
    return f"{path}?{parts.query}" if parts.query else path


class Here:
    """Answers for one run, remembered while it works; the source's own hosts count as this site."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.hosts = {urlsplit(settings.SITE_URL).netloc, urlsplit(run.origin).netloc, ""}
        self._known: dict[tuple, object] = {}

    def picture(self, ref: str) -> int | None:
        return self._kept(("picture", ref), lambda: self._item("library.picture", ref))

    def document(self, ref: str) -> int | None:
        """A link of a folder begins at its top, the name of a file in it does not."""
        return self._kept(
            ("document", ref),
            lambda: self._item("library.document", ref) or self._item("library.document", ref.lstrip("/")),
        )

    def row(self, model, name: dict[str, str]) -> int | None:
        said = (model, str(name.get("slug") or ""), str(name.get("name") or ""))
        return self._kept(said, lambda: self._row(model, name))

    def thing(self, address: str) -> tuple[str, str] | None:
        """Not remembered when nothing is there, since it may get its place later."""
        try:
            is_ours = urlsplit(address).netloc in self.hosts
        except ValueError:
            return None
        return self._kept(("thing", address), lambda: self._thing(path_of(address))) if is_ours else None

    def _kept(self, key: tuple, ask: Callable):
        if key in self._known:
            return self._known[key]
        if len(self._known) >= MOST_KEPT:
            self._known.clear()
        if (found := ask()) is not None:
            self._known[key] = found
        return found

    def _item(self, kind: str, ref: str) -> int | None:
        return self.run.items.filter(kind=kind, key=shortened(ref)).values_list("object_id", flat=True).first()

    def _row(self, model, name) -> int | None:
        label = model._meta.label_lower
        chosen = self.run.choices.get("named", {})
        for said in filter(None, (name.get("name"), name.get("slug"))):
            key = chosen.get(f"{label}:{said}")
            if key == NOBODY:
                return None
            if key and model._base_manager.filter(pk=int(key)).exists():
                return int(key)
        found = planning.named_row(model, name)
        return found.pk if found else None

    def _thing(self, path: str) -> tuple[str, str] | None:
        moved = Redirect.objects.filter(path=path, object_id__isnull=False).select_related("content_type").first()
        if moved and moved.content_type and moved.target:
            kind = f"{moved.content_type.app_label}.{moved.content_type.model}"
            return f"{kind}:{moved.object_id}", moved.target.get_absolute_url() or path
        ref = reference_of(path)
        return (ref, path) if ref else None
