"""What is collected once serves every visitor: small, and under the names that pages use."""

import pytest


@pytest.mark.browser
@pytest.mark.parametrize("name", ["css/site.css", "css/site.????????????.css", "ckeditor/ckeditor/ckeditor.js"])
def test_what_browsers_ask_for_by_this_name_lies_there_compressed(collected, name):
    [found] = collected.glob(name)
    for suffix in (".br", ".gz"):
        assert found.with_name(found.name + suffix).stat().st_size < found.stat().st_size / 2
