"""What stands on every form about links: those that lead nowhere, above; who links here, below."""

from cms.linking import broken
from cms.linking.backlinks import backlinks
from cms.publishing import extending

MOST_NAMED = 10


@extending.box("linking/broken_box.html", order=20)
def broken_links(model_admin, request, thing):
    """Every link of what the form shows that leads nowhere; in two queries when there is none."""
    links = list(broken.broken_in(thing)[: MOST_NAMED + 1])
    if not links:
        return None
    return {"lines": broken.lines(request, links[:MOST_NAMED]), "has_more": len(links) > MOST_NAMED}


@extending.box("linking/linked_from.html", order=70, is_below=True)
def linked_from(model_admin, request, thing):
    if not thing.has_page:
        return None
    return {"backlinks": backlinks(request, thing)}
