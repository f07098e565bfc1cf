"""The admin in the language of the person who uses it, and who that is in this browser."""

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.utils import translation


class Sessions(SessionMiddleware):
    """Django's, but no answer to a script takes away the session cookie, which may be a newer person's by then.

    An autosave that was sent in a session that has ended is answered after somebody signed in in another tab: the
    browser would apply "delete" to the new cookie. A page that a person opens still clears a dead one.
    """

    def process_response(self, request, response):
        answer = super().process_response(request, response)
        name = settings.SESSION_COOKIE_NAME
        is_taken_away = name in answer.cookies and not answer.cookies[name].value
        if is_taken_away and request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
            del answer.cookies[name]
        return answer


class AdminLanguage:
    """Activate the signed-in person's language under /admin/; public pages keep the site's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith("/admin/") or not request.user.is_authenticated:
            return self.get_response(request)
        with translation.override(request.user.language):
            return self.get_response(request)
