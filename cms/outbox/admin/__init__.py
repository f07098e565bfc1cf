"""The outbox as an administrator sees it: rows, what is the matter at a glance, and who else is told."""

from cms.outbox.admin.receivers import RobotAdmin, WebhookAdmin
from cms.outbox.admin.rows import DeliveryAdmin, EventAdmin

__all__ = ["DeliveryAdmin", "EventAdmin", "RobotAdmin", "WebhookAdmin"]
