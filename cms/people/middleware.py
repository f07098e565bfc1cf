"""The admin in the language of the person who uses it."""

from django.utils import translation


class AdminLanguage:
    """Activate the signed-in person's language under /admin/; public pages keep the site's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith("/admin/") or not request.user.is_authenticated:
            return self.get_response(request)
        with translation.override(request.user.language):
            return self.get_response(request)
