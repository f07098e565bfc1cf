"""What programs and group chats can be told of: the events that apps offer, and what there is to say of each.

An app writes a `Topic` for a verb of its own and imports it in `AppConfig.ready()`. What is said is looked up when a
message goes out, so it is true then, and nothing of it is kept with the message.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation

from cms.outbox.models import Event


@dataclass(frozen=True)
class Words:
    """What a group reads: a heading, rows of (what, which), and where to go on."""

    title: str
    rows: list[tuple[str, str]] = field(default_factory=list)
    link: str = ""
    link_label: str = ""


def nothing(event: Event) -> dict:
    return {}


@dataclass(frozen=True)
class Topic:
    """One kind of event; `data` and `words` give None once there is nothing to tell any more."""

    verb: str
    label: object
    data: Callable[[Event], dict | None]
    words: Callable[[Event, bool], Words | None]  # True asks for contact data too
    contact: Callable[[Event], dict] = nothing

    def summary(self, event: Event) -> str:
        """What the outbox calls it, in the site's language and without anybody's name."""
        with translation.override(settings.LANGUAGE_CODE):
            return f"{self.label} #{event.object_id}"


_topics: dict[str, Topic] = {}


def offer(topic: Topic) -> Topic:
    """Let webhooks and robots choose it."""
    _topics[topic.verb] = topic
    return topic


def about(verb: str) -> Topic | None:
    return _topics.get(verb)


def choices() -> list[tuple[str, object]]:
    """For a form, in the order in which apps offered them."""
    return [(topic.verb, topic.label) for topic in _topics.values()]
