"""The gate for HTML: nothing is stored, or opened in an editor, that has not passed `clean()`.

Three steps, repeated until nothing changes: nh3 with a wide allow-list makes a tree as a browser would see it,
`paste` and `tidy` turn it into our vocabulary, and nh3 with the vocabulary itself has the last word. Because the
result is stable, parsing it once more gives the same tree: markup that changes its meaning when it is parsed a second
time finds no second time. docs/decisions/0005-sanitiser.md has the reasons.
"""

import re
from collections import Counter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.richtext import paste, tidy, tree
from cms.richtext.vocabulary import words

MOST_CHARACTERS = 2_000_000  # of markup; no text that people read is longer
# Tags and signs written as codes, which take the time; a table of 3,000 rows of 15 cells has fewer.
MOST_MARKS = 100_000
ROUNDS = 6  # real text is stable after one or two

# Parsing takes quadratic time in the depth of a tree, and quadratic space in formatting elements left open.
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_CLOSED_BY_THEMSELVES = words("p li dt dd tr td th thead tbody tfoot option br hr img input col wbr meta link")
_FORMATTING = words("a b big code em font i nobr s small strike strong tt u")
MAX_OPEN, MAX_OPEN_FORMATTING = 250, 30


def clean(html: str) -> str:
    """Rich text that is safe to store and to show: our vocabulary only, without residue of other programs.

    Idempotent. Takes any str of up to MOST_CHARACTERS and MOST_MARKS, and raises ValidationError for larger ones
    alone; about 20 ms for a long article of 20 kB, and never more than in proportion to its length.
    """
    if len(html) > MOST_CHARACTERS:
        raise ValidationError(
            _(
                "This text is too long: it has %(count)s characters, formatting included, and at most %(most)s are "
                "kept. Divide it."
            ),
            code="too_long",
            params={"count": f"{len(html):,}", "most": f"{MOST_CHARACTERS:,}"},
        )
    if (marks := html.count("<") + html.count("&")) > MOST_MARKS:
        raise ValidationError(
            _("This text has too much formatting: %(count)s tags and codes, and at most %(most)s are kept. Divide it."),
            code="too_much_formatting",
            params={"count": f"{marks:,}", "most": f"{MOST_MARKS:,}"},
        )
    html = tree.readable(html)
    for _round in range(ROUNDS):
        cleaned = _once(html)
        if cleaned == html:
            return html
        html = cleaned
    return _as_plain_paragraph(html)


def _once(html: str) -> str:
    root = tree.parse(_without_endless_nesting(html), paste.wide)
    paste.normalise(root, html)
    tidy.tidy(root)
    return tree.readable(tree.strict(tree.write(root)))


def _without_endless_nesting(html: str) -> str:
    """Leave out the tags, not the text, of elements that no real text nests so deeply."""
    if html.count("<") < MAX_OPEN_FORMATTING:
        return html
    depth: Counter[str] = Counter()
    endless = set()
    for closing, name in _TAG.findall(html):
        name = name.lower()
        if name in _CLOSED_BY_THEMSELVES:
            continue
        depth[name] = max(0, depth[name] - 1) if closing else depth[name] + 1
        if depth[name] > (MAX_OPEN_FORMATTING if name in _FORMATTING else MAX_OPEN):
            endless.add(name)
    if endless:
        names = "|".join(map(re.escape, endless))
        html = re.sub(rf"(?:</?(?:{names})(?=[\s/>])[^>]*>?\s*)+", " ", html, flags=re.IGNORECASE)
    return html


def _as_plain_paragraph(html: str) -> str:
    """The words alone: the answer to markup made so that it never settles."""
    words = tree.new("body")
    tree_of_words = tree.new("p")
    tree_of_words.text = " ".join(tree.parse(html).text_content().split())
    words.append(tree_of_words)
    return tree.write(words) if tree_of_words.text else ""
