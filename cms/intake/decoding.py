"""Bytes from elsewhere as text: UTF-8 and UTF-16 with or without mark, UTF-32, GB18030, Big5; nothing is raised.

What the bytes themselves prove comes first, then what the file says of itself, then a guess, and that only when the
signs it yields are the ones that people write. Whatever was not certain stands in the notes.
"""

import codecs
import re
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

MARKS = (  # the longer ones first: UTF-32 begins like UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
GUESSED = {"gb18030": "GBK", "big5hkscs": "Big5"}
DECLARED = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "cp936"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5", "cp950"), "big5hkscs"),
    **dict.fromkeys(("iso-8859-1", "latin1", "windows-1252", "us-ascii"), "cp1252"),
    **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
    "euc-jp": "euc_jp",
}
CONVINCING, APART = 0.92, 0.08  # the share of usual signs in a guess, and how far the other guess must be behind
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
SAMPLE = 200_000
CHINESE = "\u0800"  # from here on a sign takes three bytes, which no other encoding has by chance


class Text(NamedTuple):
    """What the bytes say, with sentences about what was not certain or got lost."""

    text: str
    notes: list[str]
    encoding: str


def read_text(content: bytes, declared: str = "") -> Text:
    """The text, with lines ending in \\n and no control characters; `declared` is what the file says it is in."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return replaced(content[len(mark) :], encoding)
    if encoding := unmarked(content):
        return replaced(content, encoding)
    said = DECLARED.get(declared.strip(" \t\r\n\"'").lower())
    try:
        text = content.decode()
        if not said or text.isascii() or max(text) >= CHINESE:  # a word in GBK may be letters of some other alphabet
            return tidied(text, "utf-8")
    except UnicodeDecodeError:
        if is_mostly_utf_8(content):
            return replaced(content, "utf-8")
    if said:
        return replaced(content, said)
    if guess := convincing(content):
        note = _("This text is not in UTF-8; it was read as %s, which fits. Look whether it reads well.")
        return replaced(content, guess, note % GUESSED[guess])
    lost = _("It could not be told in which encoding this text is. Save it as UTF-8 and bring it again.")
    return replaced(content, "utf-8", lost)


def replaced(content: bytes, encoding: str, *notes: str) -> Text:
    """Decoded, with � for what is broken, which is counted in a note."""
    try:
        return tidied(content.decode(encoding), encoding, *notes)
    except UnicodeDecodeError:
        text = content.decode(encoding, "replace")
        note = _("%d signs of this text were broken and are shown as �.") % text.count("�")
        return tidied(text, encoding, *notes, note)


def tidied(text: str, encoding: str, *notes: str) -> Text:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, lone = re.subn("[\ud800-\udfff]", "�", text)
    text, count = NOT_TEXT.subn("", text)
    said = [*notes]
    if count + lone:
        said.append(_("%d control characters were taken out.") % (count + lone))
    return Text(text, said, encoding)


def unmarked(content: bytes) -> str:
    """Which UTF-16 this is without its mark: read the right way round, nearly every sign is one that people write."""
    if b"\0" not in content:  # an ASCII sign, of which every table has some, has a NUL beside it
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = content[:SAMPLE].decode(encoding, "replace")
        if sum(" " <= sign <= "~" or sign in "\t\r\n" or sign in usual() for sign in text) >= CONVINCING * len(text):
            return encoding
    return ""


def is_mostly_utf_8(content: bytes) -> bool:
    """Whether only a few of the signs beyond ASCII are broken, as in a text that was cut or patched."""
    text = content[:SAMPLE].decode("utf-8", "replace")
    broken, whole = text.count("�"), sum(sign > "\x7f" for sign in text)
    return broken * 10 <= whole and whole > broken


def convincing(content: bytes) -> str:
    """The Chinese encoding of these bytes, if one of the two gives usual signs and the other does not."""
    shares = {encoding: usual_share(content[:SAMPLE], encoding) for encoding in GUESSED}
    best, other = sorted(shares, key=shares.__getitem__, reverse=True)
    return best if shares[best] >= CONVINCING and shares[best] - shares[other] >= APART else ""


def best_guess(content: bytes) -> str | None:
    """A short name, for which the likeliest is good enough; None if no encoding fits."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        pass
    shares = {encoding: usual_share(content, encoding) for encoding in GUESSED}
    best = max(shares, key=shares.__getitem__)
    return content.decode(best, "replace") if shares[best] > 0.5 else None


def usual_share(content: bytes, encoding: str) -> float:
    """How many of the signs beyond ASCII are ones that people write every day, from 0 to 1."""
    text = content.decode(encoding, "replace")
    beyond = [sign for sign in text if sign > "\x7f"]
    return sum(sign in usual() for sign in beyond) / len(beyond) if beyond else 0.0


@lru_cache(maxsize=1)
def usual() -> frozenset[str]:
    """The signs of everyday Chinese in both scripts: the first levels of GB 2312 and of Big5, with punctuation."""
    rows = [("gb2312", range(0xB0, 0xD8)), ("gb2312", (0xA1, 0xA3)), ("big5", (0xA1, *range(0xA4, 0xC7)))]
    signs = set("，。！？：；、（）《》「」『』“”‘’—…·　")
    for encoding, leads in rows:
        for lead in leads:
            for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
                signs |= set(bytes([lead, trail]).decode(encoding, "ignore"))
    return frozenset(sign for sign in signs if sign > "\x7f")
