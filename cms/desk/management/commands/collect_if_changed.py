"""`manage.py collect_if_changed`: collect static files, unless nothing has changed since the last time."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands import collectstatic

from cms.desk.static import StaticFiles


class Command(collectstatic.Command):
    help = "Collect static files, unless nothing has changed since the last time."

    def handle(self, **options):
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        current = fingerprint()
        if stamp.exists() and stamp.read_text() == current:
            return
        self.stdout.write("Collecting static files…")
        super().handle(**{**options, "interactive": False, "verbosity": 0, "clear": True})
        stamp.write_text(current)
        return


def fingerprint() -> str:
    """A hash of names, sizes and times of everything that would be collected."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list(StaticFiles.ignore_patterns), key=lambda found: found[0]):
            state = Path(storage.path(path)).stat()
            seen.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return seen.hexdigest()
