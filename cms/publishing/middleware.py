"""What is due takes its place before a page is made; old addresses lead to where things are, what is gone says so."""

import logging
import threading
import time

from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import is_valid_path

from cms.publishing import missing
from cms.publishing.models import Redirect, Schedule
from cms.publishing.views import gone

logger = logging.getLogger(__name__)

SECONDS = 1.0  # between two looks of one process


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
    """Look at the redirects, but only once nothing else has answered; the query string is kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"} or len(request.path) > 500:
            return response
        found = self.moved_or_gone(request) or self.in_small_letters(request)
        if found is None:
            missing.note(request)
        return found or response

    def moved_or_gone(self, request):
        found = self.at(request.path)
        if found is None:
            return None
        if found.to:
            return self.redirect(request, found.to, is_temporary=found.is_temporary)
        target = found.target
        if target and not target.is_live and (instead := self.instead_of(target, found)):
            return self.redirect(request, instead)
        if target is None or (not target.is_live and target.has_been_live):
            return gone(request)
        if not target.is_live:
            return None
        return self.redirect(request, target.get_absolute_url(), is_temporary=found.is_temporary)

    def instead_of(self, target, found) -> str:
        """Where somebody leads readers of what is gone, for those who come by an older address of it."""
        onward = self.at(target.get_absolute_url())
        if onward is None or onward.pk == found.pk:
            return ""
        return onward.to or (onward.target.get_absolute_url() if onward.target and onward.target.is_live else "")

    def at(self, path):
        """The redirect from here; people who lay one by hand need not know how the address ended."""
        other = path.rstrip("/") if path.endswith("/") else f"{path}/"
        found = {redirect.path: redirect for redirect in Redirect.objects.filter(path__in=[path, other])}
        by_hand = found.get(other)
        return found.get(path) or (by_hand if by_hand and by_hand.is_by_hand else None)

    def in_small_letters(self, request):
        small = request.path.lower()
        if small == request.path or "%" in small or not is_valid_path(small):  # %FF is %ff, and would lead to itself
            return None
        return self.redirect(request, small)

    def redirect(self, request, path, *, is_temporary=False):
        """For good, but asked again each time: who renames back must not send browsers that remember in circles."""
        query = request.META.get("QUERY_STRING")
        before, mark, fragment = path.partition("#")
        address = f"{before}{'&' if '?' in before else '?'}{query}{mark}{fragment}" if query else path
        kind = HttpResponseRedirect if is_temporary else HttpResponsePermanentRedirect
        return kind(address, headers={"Cache-Control": "no-cache"})
