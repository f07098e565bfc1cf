"""What pages say of themselves in schema.org's words; only what their readers see.

One `@graph` a page. Everything comes from objects that the page has loaded already. docs/decisions/0017 says which
types there are and why; tests/reach/test_structured.py holds them to Google's tables.
"""

import json
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from articles.models import Article, Author, Series
from cms.library.models import Licence, Picture
from cms.richtext.text import plain
from pages.models import Page
from reach import descriptions
from reach.descriptions import one_line
from reach.head import Head, trail
from services.models import CaseStudy, Service

LONGEST_HEADLINE = 110
LICENCES: dict[str, str] = {
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
}
# What would end the script or a line of it, wherever the text comes from.
UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def as_script(nodes: list[dict]) -> str:
    """The nodes as JSON that may stand inside a script element."""
    text = json.dumps({"@context": "https://schema.org", "@graph": nodes}, ensure_ascii=False, separators=(",", ":"))
    return text.translate(UNSAFE)


def graph(head: Head, site) -> list[dict]:
    """Everything that the page of this head says."""
    if not head.address or head.is_hidden or not (head.thing or head.rows):
        return []
    nodes = [*about(head, site), breadcrumbs(head), faq_page(head)]
    return [without_gaps(node) for node in nodes if node]


def about(head: Head, site):
    match head.thing:
        case Article():
            yield article(head, site.identity)
        case Service():
            yield service(head, site.identity)
        case CaseStudy():
            yield case_study(head, site.identity)
        case Series():
            yield item_list(head)
        case Page():
            yield from page(head, site)
        case None:
            if isinstance(head.chosen, Author):
                yield profile(head)
            yield item_list(head)


def whole(path: str) -> str:
    return settings.SITE_URL + path


def without_gaps(value):
    """The value without empty properties."""
    if isinstance(value, dict):
        return {key: kept for key, one in value.items() if (kept := without_gaps(one)) not in ("", None, [], {})}
    if isinstance(value, list):
        return [without_gaps(one) for one in value]
    return one_line(value) if isinstance(value, str) else value


def moment(when) -> str | None:
    return timezone.localtime(when).isoformat(timespec="seconds") if when else None


# --- Who -----------------------------------------------------------------------------------------------------------


def publisher(identity) -> dict:
    """The agency, as other nodes name it."""
    name = {"@type": "Organization", "@id": whole("/#organization"), "name": identity.name}
    return name | {"url": whole("/"), "logo": logo(identity)}


def logo(identity) -> dict:
    if mark := identity.logo:
        return {"@type": "ImageObject", "url": whole(mark.public_url), "width": mark.width, "height": mark.height}
    return {"@type": "ImageObject", "url": whole(static("img/icon-512.png")), "width": 512, "height": 512}


def organization(site) -> dict:
    """The agency with everything that its footer says of it."""
    identity, channels = site.identity, site.channels
    found: dict[str, list[str]] = {}
    for channel in channels:
        found.setdefault(channel.kind, []).append(channel.value)
    first = {kind: values[0] for kind, values in found.items()}
    point = {"telephone": first.get("phone"), "email": first.get("email")}
    return publisher(identity) | {
        "legalName": identity.legal_name,
        "description": identity.description,
        "slogan": identity.slogan,
        "foundingDate": str(identity.founded_year or ""),
        "telephone": first.get("phone"),
        "email": first.get("email"),
        "address": {"@type": "PostalAddress", "streetAddress": first["address"]} if "address" in first else None,
        "contactPoint": {"@type": "ContactPoint", "contactType": "customer service", **point}
        if any(point.values())
        else None,
    }


def website(identity) -> dict:
    return {
        "@type": "WebSite",
        "@id": whole("/#website"),
        "name": identity.name,
        "url": whole("/"),
        "inLanguage": get_language(),
        "publisher": {"@id": whole("/#organization")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": whole(reverse("pages:search")) + "?q={search_term_string}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def person(author) -> dict:
    address = whole(author.get_absolute_url())
    return {"@type": "Person", "@id": f"{address}#person", "name": author.name, "url": address}


# --- What ----------------------------------------------------------------------------------------------------------


def image(head: Head) -> dict | None:
    shared = head.picture
    if shared is None:
        return None
    found: dict[str, Any] = {"@type": "ImageObject", "url": shared.url, "width": shared.width, "height": shared.height}
    if picture := shared.picture:
        found |= {"caption": picture.alt, "creditText": picture.credit, "license": LICENCES.get(picture.licence)}
        found["contentUrl"] = shared.url if picture.credit or picture.licence in LICENCES else None
    return found


def headline(title: str) -> str:
    title = one_line(title)
    return title if len(title) <= LONGEST_HEADLINE else title[: LONGEST_HEADLINE - 1] + "…"


def article(head: Head, identity) -> dict:
    thing = head.thing
    reviewer = {"reviewedBy": person(thing.reviewer)} if thing.reviewer else {}
    is_taken = thing.origin != Article.Origin.ORIGINAL and thing.source and thing.source.url
    return {
        "@type": "Article",
        "@id": f"{head.address}#article",
        "mainEntityOfPage": {"@type": "WebPage", "@id": head.address, **reviewer},
        "headline": headline(thing.title),
        "description": descriptions.shown_of_thing(thing),
        "image": [image(head)],
        "datePublished": moment(thing.live_from),
        "dateModified": moment(thing.shown_update or thing.live_from),
        "author": person(thing.author) if thing.author else publisher(identity),
        "publisher": publisher(identity),
        "articleSection": thing.channel.name if thing.channel else None,
        "keywords": [tag.name for tag in thing.tags.all()],
        "isBasedOn": thing.source.url if is_taken else None,
        "inLanguage": get_language(),
    }


def service(head: Head, identity) -> dict:
    return {
        "@type": "Service",
        "@id": f"{head.address}#service",
        "name": head.heading,
        "description": descriptions.shown_of_thing(head.thing),
        "url": head.address,
        "image": image(head),
        "provider": publisher(identity),
        "offers": [offer(package) for package in head.thing.packages.all()],
    }


def offer(package) -> dict:
    """A price as the page words it: a figure alone would need a currency's code, which nobody has typed."""
    return {"@type": "Offer", "name": package.name, "description": package.price}


def case_study(head: Head, identity) -> dict:
    """No Article: a case shows no date, and an undated one would have to make one up."""
    return {
        "@type": "CreativeWork",
        "@id": f"{head.address}#case",
        "name": head.heading,
        "description": descriptions.shown_of_thing(head.thing),
        "url": head.address,
        "image": image(head),
        "creator": publisher(identity),
        "inLanguage": get_language(),
    }


def page(head: Head, site):
    """The front page introduces the agency and the site; so does, for the agency, the contact page."""
    is_contact = head.address == whole(site.pages["contact"] or "/contact/")
    if head.is_home or is_contact:
        yield organization(site)
    if head.is_home:
        yield website(site.identity)
        return
    yield {
        "@type": "ContactPage" if is_contact else "WebPage",
        "@id": head.address,
        "url": head.address,
        "name": head.heading,
        "inLanguage": get_language(),
        "isPartOf": {"@id": whole("/#website")},
    }


def profile(head: Head) -> dict:
    author = head.chosen
    shared = head.picture and head.picture.picture
    is_theirs = isinstance(shared, Picture) and shared.pk == author.portrait_id
    about_them = {"jobTitle": author.role, "description": author.bio, "image": image(head) if is_theirs else None}
    return {"@type": "ProfilePage", "@id": head.address, "mainEntity": person(author) | about_them}


def item_list(head: Head) -> dict | None:
    if not head.rows:
        return None
    return {
        "@type": "ItemList",
        "name": head.heading,
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "url": whole(row.get_absolute_url()),
                "name": str(row),
            }
            for position, row in enumerate(head.rows, head.first_number)
        ],
    }


def breadcrumbs(head: Head) -> dict | None:
    steps = trail(head)
    if len(steps) < 2:
        return None
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": step.label,
                "item": whole(step.address) if step.address else head.address,
            }
            for position, step in enumerate(steps, 1)
        ],
    }


def faq_page(head: Head) -> dict | None:
    faqs = list(getattr(head.thing, "visible_faqs", None) or [])
    if not faqs:
        return None
    return {
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": faq.question,
                "acceptedAnswer": {"@type": "Answer", "text": plain(faq.answer)},
            }
            for faq in faqs
        ],
    }
