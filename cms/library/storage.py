"""Two places for files: private, which only a view that checks may read, and public, which anybody may.

Both are looked up in `settings.STORAGES` at each use, and a file appears under its name whole or not at all.
"""

import os
import secrets
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.deconstruct import deconstructible


@deconstructible(path="cms.library.storage.Alias")
class Alias(Storage):
    """The storage that the settings call `alias` at the moment of use, so that tests and deployments can swap it."""

    def __init__(self, alias: str):
        self.alias = alias

    @property
    def real(self) -> Storage:
        return storages[self.alias]

    def _open(self, name, mode="rb"):
        return self.real.open(name, mode)

    def _save(self, name, content):
        return self.real.save(name, content)

    def exists(self, name):
        return self.real.exists(name)

    def delete(self, name):
        self.real.delete(name)

    def size(self, name):
        return self.real.size(name)

    def listdir(self, path):
        return self.real.listdir(path)

    def path(self, name):
        return self.real.path(name)


private, public = Alias("private"), Alias("public")


def put(storage: Storage, name: str, content: bytes) -> None:
    """Keep `content` as `name`, replacing what was there; nobody ever reads half of it."""
    try:
        path = Path(storage.path(name))
    except NotImplementedError:  # a bucket, where an upload is whole or not at all
        storage.delete(name)
        storage.save(name, ContentFile(content))
        return
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        storage.save(str(part.relative_to(storage.path(""))), ContentFile(content))
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
