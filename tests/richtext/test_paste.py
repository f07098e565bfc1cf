"""Word and Google Docs, straight into the sanitiser, as an import would bring them."""

import re

import pytest

from cms.richtext.sanitiser import clean
from tests.richtext import pastes


def on_one_line(html):
    """Without the line breaks between blocks, which mean nothing."""
    return re.sub(r"\s*\n\s*", "", html).strip()


@pytest.mark.parametrize("paste", pastes.ALL.values(), ids=pastes.ALL)
def test_only_structure_is_left(paste):
    cleaned = clean(paste.html)
    without_pictures = re.sub(r"<figure.*?</figure>", "", paste.expected)
    assert on_one_line(cleaned) == without_pictures
    assert clean(cleaned) == cleaned
    for residue in pastes.RESIDUE:
        assert residue not in cleaned
