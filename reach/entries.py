"""Content as it travels: what readers of foreign sources answer, and what is written when content leaves.

An entry names nothing by a key of this database, so it means the same on another installation. It is plain JSON:

- a text, number, boolean or None is itself; a date or time is ISO 8601, times with their offset;
- rich text is HTML, with pictures as `<img src="REF" alt="…">` and links as addresses;
- a picture or document is its REF: a name that the reader can open, else an `https://` address to fetch it from;
- a channel, tag, author, source or industry is `{"name": "…", "slug": "…"}`, where one of the two may be missing;
- a publishable thing, such as an article's services or a page's parent, is its address: `/services/brand/`;
- of a many-to-many it is a list of these; a section's content has REFs and addresses where it has keys here.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

DRAFT, PUBLISHED = "draft", "published"
BESIDE = "#draft"  # behind the key of a thing: the unpublished work beside what is live


@dataclass
class Entry:
    """One thing of a source.

    `kind` is the label of a model in small letters: a publishable, such as `articles.article`, `pages.page`,
    `services.service`, `services.casestudy`; a named row, such as `articles.channel`, `articles.tag`,
    `articles.author`; `library.picture` and `library.document`, whose key is their REF; `publishing.redirect`, with
    the fields `path`, `to` and `status` (301, 302, 410); what is said once for the site, as `site.menuitem`.

    `key` tells it from the others of its source and is the same when the source is read again. `fields` are those of
    the model, by name, `parts` its rows by the name of the relation (`faqs`, `citations`); what the model does not
    know is named in the report. `addresses` are where it stood: whole, or from the root, the chief one first.
    `notes` are sentences for people about what was not taken over. Without `state` the importer chooses.
    """

    kind: str
    key: str
    fields: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    state: str = ""
    live_from: str = ""
    live_until: str = ""
    updated_at: str = ""  # when readers were last told of a change
    notes: list[str] = field(default_factory=list)

    def tell(self, what) -> None:
        """One more sentence about what was not taken over."""
        self.notes.append(str(what))

    def as_json(self) -> dict:
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, data: Mapping) -> "Entry":
        return cls(**{one.name: data[one.name] for one in fields(cls) if one.name in data})
