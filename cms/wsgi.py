"""The callable that the web server talks to."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")


class Utf8Request(WSGIRequest):
    """A request whose text is UTF-8 whatever its Content-Type claims.

    Django takes any codec's name from there, and stumbles over those that are none for text, such as `hex`, before
    there is a request that could be answered.
    """

    def _set_content_type_params(self, meta):
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):
            self.content_type, self.content_params = "", {}


class Handler(WSGIHandler):
    request_class = Utf8Request


django.setup(set_prefix=False)
application = Handler()
