from django.apps import AppConfig
from django.db.models.signals import pre_delete
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    """Pictures and files."""

    name = "cms.library"
    label = "library"
    verbose_name = _("Library")

    def ready(self):
        from cms.library import copies, panels, tasks  # noqa: F401  (they register themselves)

        for model in copies.KINDS.values():
            pre_delete.connect(copies.remove_files, sender=model, dispatch_uid="library.files")
