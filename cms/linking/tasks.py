"""What the worker does for links."""

from cms.linking import inside, outside
from cms.outbox.worker import Work, register

register(Work(name="forget addresses that nothing links to", due=inside.forgettable, do=inside.forget, every=3600))
register(Work(name="look at linked paths of this site", due=inside.due, do=inside.look_at, every=300))
register(Work(name="look at linked addresses elsewhere", due=outside.due, do=outside.check, every=2, lane="links"))
