"""Logs that a machine can read: one JSON object a line, each with the id of the request that it belongs to."""

import json
import logging
import re
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime

from cms.masking import veil

DETAIL = re.compile(r"DETAIL:.*")  # where PostgreSQL quotes the row that it refused
ACCEPTABLE = re.compile(r"[A-Za-z0-9-]{8,64}")

_request_id: ContextVar[str] = ContextVar("request_id", default="")


class RequestId:
    """Give every request an id, or keep the one that the proxy gave it, and send it back with the answer.

    A person who reports a broken page can name it, and the operator finds every line of that request.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        name = given if ACCEPTABLE.fullmatch(given) else uuid.uuid4().hex
        token = _request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(token)
        response.headers["X-Request-ID"] = name
        return response


class KnowsRequest(logging.Filter):
    """Write the id of the current request into each record; "-" outside of one."""

    def filter(self, record):
        record.request_id = _request_id.get() or "-"
        return True


class StrangersInOneLine(logging.Filter):
    """No traceback for what Django refused as suspicious: strangers send it all day, and our code is not at fault."""

    def filter(self, record):
        if record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
        return True


class NamesNobody(logging.Filter):
    """No way to reach a person stands in a log: not in a message, not in a traceback, not in what a database quotes.

    Erasing a person cannot reach lines that were shipped elsewhere, so they never hold any.
    """

    plain = logging.Formatter()

    def filter(self, record):
        record.msg, record.args = without_contacts(record.getMessage()), None
        if record.exc_info:
            record.exc_text = without_contacts(self.plain.formatException(record.exc_info))
        return True


def without_contacts(text: str) -> str:
    return veil(DETAIL.sub("DETAIL: …", text))


class JsonLines(logging.Formatter):
    """Time, level, logger, request id and message, and the traceback if there is one; never more than one line."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = record.exc_text or self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
