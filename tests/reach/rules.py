"""What Google's documentation demands and recommends of the types that the site uses, and what a validator would say.

From developers.google.com/search/docs/appearance/structured-data: article, breadcrumb, carousel (ItemList), faqpage,
logo and organization, profile-page, image-license-metadata; schema.org for the types that Google has no table for.
"""

# type: (required, recommended here always, all that the site may say)
TYPES = {
    "Article": (
        {"headline", "author", "image", "datePublished", "dateModified", "publisher"},
        {"mainEntityOfPage", "inLanguage", "articleSection"},
        {"description", "keywords", "isBasedOn"},
    ),
    "BreadcrumbList": ({"itemListElement"}, set(), set()),
    "ItemList": ({"itemListElement"}, {"name"}, set()),
    "ListItem": ({"position", "name"}, set(), {"item", "url"}),
    "Organization": (
        {"name", "url"},
        {"logo"},
        {
            "legalName",
            "description",
            "slogan",
            "foundingDate",
            "telephone",
            "email",
            "address",
            "contactPoint",
        },
    ),
    "ContactPoint": ({"contactType"}, set(), {"telephone", "email"}),
    "PostalAddress": ({"streetAddress"}, set(), set()),
    "WebSite": ({"name", "url"}, {"potentialAction", "publisher", "inLanguage"}, set()),
    "SearchAction": ({"target", "query-input"}, set(), set()),
    "EntryPoint": ({"urlTemplate"}, set(), set()),
    "WebPage": (set(), set(), {"name", "url", "inLanguage", "isPartOf", "reviewedBy"}),
    "ContactPage": ({"name", "url"}, {"inLanguage", "isPartOf"}, set()),
    "ProfilePage": ({"mainEntity"}, set(), set()),
    "Person": ({"name"}, {"url"}, {"jobTitle", "description", "image"}),
    "Service": ({"name", "provider"}, {"description", "url", "image"}, {"offers", "areaServed"}),
    "Offer": ({"name"}, set(), {"price", "priceCurrency", "description", "priceSpecification", "availability"}),
    "CreativeWork": ({"name", "creator"}, {"url", "image", "inLanguage"}, {"description"}),
    "FAQPage": ({"mainEntity"}, set(), set()),
    "Question": ({"name", "acceptedAnswer"}, set(), set()),
    "Answer": ({"text"}, set(), set()),
    "ImageObject": ({"url"}, {"width", "height"}, {"caption", "creditText", "license", "contentUrl"}),
}
# Said to machines alone: addresses, sizes, codes, and what belongs to a picture rather than to the page.
NOT_TEXT = {
    *("@type", "@id", "url", "item", "width", "height", "position", "inLanguage", "contactType", "isBasedOn"),
    *("image", "logo", "target", "query-input", "isPartOf", "potentialAction", "priceCurrency", "availability"),
}
TIMES = {"datePublished", "dateModified"}


def nodes_in(value):
    """Every object with a type, at any depth."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from nodes_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes_in(inner)


def problems(node: dict) -> list[str]:
    """What is missing from a node or does not belong there."""
    kind = node["@type"]
    if kind not in TYPES:
        return [f"{kind} is not in the table"]
    required, recommended, allowed = TYPES[kind]
    has = set(node) - {"@type", "@id"}
    if not has and "@id" in node:
        return []  # a reference
    found = [f"{kind} lacks {name}" for name in sorted((required | recommended) - has)]
    found += [f"{kind} has {name}" for name in sorted(has - required - recommended - allowed)]
    found += [f"{kind}.{name} is empty" for name in sorted(has) if node[name] in ("", None, [], {})]
    if len(node.get("headline", "")) > 110:
        found.append("the headline is longer than 110 characters")
    return found


def said(node, name=""):
    """(property, text) of everything that readers must find on the page too."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in NOT_TEXT:
                yield from said(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from said(value, name)
    else:
        yield name, str(node)
