"""What the worker does for publishing."""

from cms.outbox.worker import Work, register
from cms.publishing import missing, trash

register(Work(name="empty the trash", due=trash.due, do=trash.empty, every=3600))
register(Work(name="count addresses not found", due=missing.due, do=missing.count, every=60))
