"""Interface texts are complete in both scripts, and what is compiled is what is written."""

import re
from pathlib import Path

import polib
import pytest

from deploy.messages import simplified

LOCALE = Path(__file__).resolve().parent.parent / "locale"
SCRIPTS = ["zh_Hant", "zh_Hans"]
PLACEHOLDER = re.compile(r"%\(\w+\)\d*[sd]|%[sd%]|\{\w*\}")


def catalogue(script):
    return polib.pofile(str(LOCALE / script / "LC_MESSAGES" / "django.po"))


def texts(entry):
    return [entry.msgstr, *entry.msgstr_plural.values()] if not entry.msgid_plural else [*entry.msgstr_plural.values()]


@pytest.mark.parametrize("script", SCRIPTS)
def test_nothing_is_left_untranslated(script):
    assert [entry.msgid for entry in catalogue(script) if not entry.translated()] == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_placeholders_survive_translation(script):
    wrong = []
    for entry in catalogue(script):
        wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
        wrong += [entry.msgid for text in texts(entry) if not set(PLACEHOLDER.findall(text)) <= wanted]
    assert wrong == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_compiled_file_is_fresh(script):
    written = {entry.msgid: texts(entry) for entry in catalogue(script)}
    path = LOCALE / script / "LC_MESSAGES" / "django.mo"
    assert {entry.msgid: texts(entry) for entry in polib.mofile(str(path))} == written


def test_simplified_is_made_from_traditional():
    hant, hans = ({entry.msgid: texts(entry) for entry in catalogue(script)} for script in SCRIPTS)
    assert hans == {msgid: [simplified(text) for text in found] for msgid, found in hant.items()}
