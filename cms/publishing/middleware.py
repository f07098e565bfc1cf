"""What is due takes its place before a page is made; old addresses lead to where things are, what is gone says so."""

import logging
import re
import threading
import time

from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import is_valid_path

from cms.publishing import missing
from cms.publishing.models import Redirect, Schedule
from cms.publishing.redirects import RESERVED
from cms.publishing.views import gone

logger = logging.getLogger(__name__)

SECONDS = 1.0  # between two looks of one process
BY_NUMBER = re.compile(r"(?:p|page_id|attachment_id|cat|author)=[0-9]{1,18}", re.ASCII)
"""By which WordPress names what its addresses do not: whoever keeps pages must tell addresses with these apart."""


class PutInPlace:
    """Once a second, the first request of a process looks whether a replacement is due, and applies it.

    So readers see it on time even while the worker is down. One query on an index; whatever goes wrong here is
    logged, and the page is made all the same.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.looking = threading.Lock()
        self.next_look = 0.0

    def __call__(self, request):
        if request.method in {"GET", "HEAD"} and time.monotonic() >= self.next_look:
            self.look()
        return self.get_response(request)

    def look(self):
        if not self.looking.acquire(blocking=False):
            return  # another thread of this process is at it
        try:
            self.next_look = time.monotonic() + SECONDS
            Schedule.objects.apply_due()
        except Exception as error:
            logger.warning("Could not look for replacements that are due: %s", error)
        finally:
            self.looking.release()


class MovedAndGone:
    """Look at the redirects, but only once nothing else has answered; the query string is kept.

    Old addresses such as `/?p=123` come first, since there is a page at their path.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_asked = request.method in {"GET", "HEAD"} and len(request.path) <= 500
        if is_asked and (answer := self.by_number(request)):
            return answer
        response = self.get_response(request)
        if response.status_code != 404 or not is_asked:
            return response
        found = self.moved_or_gone(request, self.at(request.path)) or self.in_small_letters(request)
        if found is None:
            missing.note(request)
        return found or response

    def by_number(self, request):
        """Where `/?p=123` leads; the rest of the query is kept. One query, only where somebody asks like that."""
        query = request.META.get("QUERY_STRING", "")
        if "=" not in query or request.path.startswith(RESERVED):
            return None
        pieces = query.split("&")
        asked = next((piece for piece in pieces if BY_NUMBER.fullmatch(piece)), None)
        if asked is None:
            return None
        pieces.remove(asked)
        found = self.at(request.path.removesuffix("index.php"), f"?{asked}")
        return self.moved_or_gone(request, found, "&".join(pieces))

    def moved_or_gone(self, request, found, query=None):
        """The answer of this redirect, if there is one; `query` goes along, else that of the request."""
        if found is None:
            return None
        if found.to:
            return self.redirect(request, found.to, query, is_temporary=found.is_temporary)
        target = found.target
        if target and not target.is_live and (instead := self.instead_of(target, found)):
            return self.redirect(request, instead, query)
        if target is None or (not target.is_live and target.has_been_live):
            return gone(request)
        if not target.is_live:
            return None
        return self.redirect(request, target.get_absolute_url(), query, is_temporary=found.is_temporary)

    def instead_of(self, target, found) -> str:
        """Where somebody leads readers of what is gone, for those who come by an older address of it."""
        onward = self.at(target.get_absolute_url())
        if onward is None or onward.pk == found.pk:
            return ""
        return onward.to or (onward.target.get_absolute_url() if onward.target and onward.target.is_live else "")

    def at(self, path, query=""):
        """The redirect from here; people who lay one by hand need not know how the address ended."""
        other = (path.rstrip("/") if path.endswith("/") else f"{path}/") + query
        path += query
        found = {redirect.path: redirect for redirect in Redirect.objects.filter(path__in=[path, other])}
        by_hand = found.get(other)
        return found.get(path) or (by_hand if by_hand and by_hand.is_by_hand else None)

    def in_small_letters(self, request):
        small = request.path.lower()
        if small == request.path or "%" in small or not is_valid_path(small):  # %FF is %ff, and would lead to itself
            return None
        return self.redirect(request, small)

    def redirect(self, request, path, query=None, *, is_temporary=False):
        """For good, but asked again each time: who renames back must not send browsers that remember in circles."""
        query = request.META.get("QUERY_STRING") if query is None else query
        before, mark, fragment = path.partition("#")
        address = f"{before}{'&' if '?' in before else '?'}{query}{mark}{fragment}" if query else path
        kind = HttpResponseRedirect if is_temporary else HttpResponsePermanentRedirect
        return kind(address, headers={"Cache-Control": "no-cache"})
