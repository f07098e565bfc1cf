"""What the worker does for this room."""

from datetime import timedelta

from django.utils import timezone

from cms.library.storage import private
from cms.outbox.worker import Work, register
from leads.models.files import FOLDER, EnquiryFile

PATIENCE = timedelta(hours=1)  # longer than any enquiry takes to be stored


def left_behind() -> list[str]:
    """Files that no enquiry names: a process was killed before it wrote the row, or after it had deleted it."""
    try:
        months, _files = private.listdir(FOLDER)
    except FileNotFoundError:
        return []
    names = [f"{FOLDER}/{month}/{name}" for month in months for name in private.listdir(f"{FOLDER}/{month}")[1]]
    edge = timezone.now() - PATIENCE
    known = set(EnquiryFile.objects.values_list("file", flat=True)) if names else set()
    return [name for name in names if name not in known and private.real.get_modified_time(name) < edge][:100]


def sweep(name: str) -> None:
    if not EnquiryFile.objects.filter(file=name).exists():
        private.delete(name)


register(Work(name="sweep files of enquiries", due=left_behind, do=sweep, every=3600))
