"""What the worker does for the library."""

from cms.library import copies, renditions
from cms.outbox.worker import Work, register

register(Work(name="make renditions", due=renditions.due, do=renditions.make, every=2))
register(Work(name="drop uses that are over", due=copies.over, do=copies.forget, every=60))
register(Work(name="settle the public storage", due=copies.due, do=copies.settle, every=15))
