"""The shapes of the demo's records: what `manage.py demo` may rely on."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent

Origin = Literal["original", "reprint", "compiled"]
Permission = Literal["example", "written", "contract"]
ChannelKind = Literal["phone", "wechat", "email", "address", "hours"]
Role = Literal["author", "editor", "chief editor", "salesperson", "analyst", "administrator"]


def read(folder: str, name: str) -> str:
    """The HTML of one text of the demo."""
    return (FOLDER / folder / f"{name}.html").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Identity:
    """Who speaks on every page."""

    name: str
    latin_name: str
    legal_name: str
    slogan: str
    tagline: str  # shown as 專注品牌策劃 18 年, the years computed from founded_year
    founded_year: int
    description: str
    icp_number: str
    police_number: str
    logo: str  # picture key
    share_picture: str  # picture key


@dataclass(frozen=True)
class MenuItem:
    """One entry of the menu: the Latin line above, the Chinese one below."""

    second_label: str
    label: str
    path: str


@dataclass(frozen=True)
class ContactChannel:
    """One way to reach the agency; `value` is what is shown and copied."""

    kind: ChannelKind
    label: str
    value: str
    link: str = ""  # a map, or what the WeChat code holds
    from_days: int | None = None  # valid from and until so many days from today
    until_days: int | None = None


@dataclass(frozen=True)
class Consent:
    """The sentence beside the box that a prospect ticks, and the notice behind it."""

    version: str
    text: str
    notice: str


@dataclass(frozen=True)
class Channel:
    """A section of the news, with the hue of its ridge drawings."""

    slug: str
    name: str
    hue: int
    description: str


@dataclass(frozen=True)
class Tag:
    """A word that articles share."""

    slug: str
    name: str
    description: str = ""


@dataclass(frozen=True)
class Author:
    """Someone who signs articles; a reviewer is one too."""

    slug: str
    name: str
    role: str
    bio: str
    portrait: str | None = None  # picture key


@dataclass(frozen=True)
class Source:
    """Where a text first appeared, and on what terms it may be shown."""

    slug: str
    name: str
    url: str
    licence: str


@dataclass(frozen=True)
class Citation:
    """A document that an article relies on."""

    title: str
    url: str
    publisher: str
    accessed_days_ago: int


@dataclass(frozen=True)
class Faq:
    """A question with its answer, which is HTML with the same notations as a long text."""

    question: str
    answer: str


@dataclass(frozen=True)
class Variant:
    """Another phrasing of a title; with a short answer in plain text it is a question below the article as well."""

    text: str
    answer: str = ""


@dataclass(frozen=True)
class Article:
    """One article: what it refers to by slug, its cover by picture key; `pins` are the articles it recommends first."""

    slug: str
    title: str
    summary: str
    channel: str
    tags: tuple[str, ...]
    author: str
    reviewer: str | None
    source: str
    origin: Origin
    services: tuple[str, ...]
    cover: str | None
    days_ago: int
    at: str
    citations: tuple[Citation, ...] = ()
    subtitle: str = ""
    faqs: tuple[Faq, ...] = ()
    variants: tuple[Variant, ...] = ()
    pins: tuple[str, ...] = ()
    canonical_url: str = ""  # of a reprint: where the original stands
    form_below: str = ""

    @property
    def body(self) -> str:
        return read("articles", self.slug)


@dataclass(frozen=True)
class Series:
    """Articles in an order of reading, by slug; `body` is a short introduction as HTML."""

    slug: str
    title: str
    summary: str
    articles: tuple[str, ...]
    days_ago: int
    cover: str | None = None
    body: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a service's process; `duration` as readers say it, "" where it has none."""

    title: str
    duration: str
    text: str


@dataclass(frozen=True)
class Package:
    """One way to buy: an `amount` with its `unit`, or the `price` in words; `is_from` where it may cost more."""

    name: str
    included: tuple[str, ...]
    amount: str = ""
    unit: str = ""
    is_from: bool = False
    price: str = ""
    note: str = ""


@dataclass(frozen=True)
class Service:
    """What the agency sells; the order of the list is the order on the site.

    The body tells what it is about and what the client gets; for whom, process, prices and questions are data.
    """

    slug: str
    title: str
    summary: str
    cover: str | None
    days_ago: int
    for_whom: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    packages: tuple[Package, ...] = ()
    price_note: str = ""
    faqs: tuple[Faq, ...] = ()

    @property
    def body(self) -> str:
        return read("services", self.slug)


@dataclass(frozen=True)
class Industry:
    """A trade by which cases are filtered."""

    slug: str
    name: str
    description: str = ""


@dataclass(frozen=True)
class Result:
    """A measurement before and after; `headline` follows from the two (a test computes it): +212%, 3.4× or 71%."""

    label: str
    before: str
    after: str
    unit: str
    period: str
    evidence: str
    headline: str


@dataclass(frozen=True)
class Case:
    """A case study with an invented client."""

    slug: str
    title: str
    summary: str
    client: str
    industry: str
    services: tuple[str, ...]
    permission_note: str
    client_words: str
    client_words_by: str
    cover: str
    days_ago: int
    results: tuple[Result, ...]
    gallery: tuple[tuple[str, str], ...] = ()  # (picture key, caption)
    is_example: bool = True
    permission: Permission = "example"

    @property
    def problem(self) -> str:
        return read("cases", f"{self.slug}-problem")

    @property
    def action(self) -> str:
        return read("cases", f"{self.slug}-action")


@dataclass(frozen=True)
class Page:
    """A page by its path, and the sections that it is made of: each a dictionary with its `kind`."""

    path: str
    title: str
    summary: str
    sections: tuple[dict, ...]
    kind: Literal["home", "standard"] = "standard"
    seo_title: str = ""

    @property
    def slug(self) -> str:
        return self.path.strip("/") or "home"

    @property
    def body(self) -> str:
        """All its rich texts, one after the other."""
        rows = [row for section in self.sections for row in (section, *section.get("rows", ()))]
        texts = [value for row in rows for value in row.values() if isinstance(value, str) and "<" in value]
        return "\n".join(texts)


@dataclass(frozen=True)
class Enquiry:
    """What a prospect typed into the form, and from which page."""

    name: str
    contact: str
    message: str
    path: str
    days_ago: int
    at: str
    is_spam: bool = False
    stage: Literal["new", "contacted", "qualified", "proposal", "won", "lost"] = "new"
    lost_reason: str = ""
    amount: int = 0
    answered_after: int = 2  # hours
    notes: str = ""  # the salesperson's
    way: tuple = ()  # (path, seconds in view, what led there) of the pages read before, where they agreed to send it


@dataclass(frozen=True)
class Person:
    """A user of the admin; the loader makes the password."""

    email: str
    display_name: str
    role: Role
    author: str | None = None  # slug of the author record that is the same person

    @property
    def username(self) -> str:
        return self.role.replace(" ", "-")


@dataclass(frozen=True)
class Question:
    """What a reader asks below an article; answered if there is an answer."""

    article: str
    text: str
    days_ago: int
    name: str = ""
    answer: str = ""
    by: str = ""  # the author who answers
    wording: str = ""
    is_rejected: bool = False
    is_spam: bool = False
