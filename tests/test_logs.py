"""Logs: one JSON line for each record, with the id under which a visitor may report a broken page."""

import json
import logging
import sys
from logging.config import DictConfigurator

import pytest
from django.http import HttpResponse

from cms.logs import JsonLines, KnowsRequest, RequestId


def line_of(record):
    KnowsRequest().filter(record)
    return json.loads(JsonLines().format(record))


def record(message, *args, exc_info=None):
    return logging.LogRecord("cms", logging.ERROR, __file__, 1, message, args, exc_info)


def test_a_line_is_one_json_object_whatever_stands_in_it():
    line = line_of(record('讀 "%s"\nagain', "\u2028"))
    assert (line["message"], line["level"], line["request"]) == ('讀 "\u2028"\nagain', "ERROR", "-")
    assert "\n" not in JsonLines().format(record("a\nb"))


def test_a_traceback_is_part_of_the_line():
    try:
        raise ValueError("broken")
    except ValueError:
        line = line_of(record("x", exc_info=sys.exc_info()))
    assert "ValueError: broken" in line["traceback"]


def test_lines_written_while_a_request_is_answered_carry_its_id(rf):
    seen = []

    def view(request):
        seen.append(line_of(record("x"))["request"])
        return HttpResponse()

    response = RequestId(view)(rf.get("/", headers={"X-Request-ID": "from-the-proxy-1"}))
    assert seen == [response["X-Request-ID"]] == ["from-the-proxy-1"]
    assert line_of(record("after"))["request"] == "-"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f g", 'x"},{"y":1234'])
def test_an_id_that_could_spoil_a_log_is_replaced(given, client, db):
    name = client.get("/robots.txt", headers={"X-Request-ID": given})["X-Request-ID"]
    assert name != given
    assert len(name) == 32


@pytest.mark.parametrize(("logger", "is_told"), [("django.security.DisallowedHost", False), ("django.request", True)])
def test_what_strangers_send_is_one_line_without_a_traceback(logger, is_told, settings):
    try:
        raise ValueError("broken")
    except ValueError:
        line = record("x", exc_info=sys.exc_info())
    line.name = logger
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        DictConfigurator(settings.LOGGING).configure_filter(settings.LOGGING["filters"][name]).filter(line)
    assert ("traceback" in json.loads(JsonLines().format(line))) == is_told
