import pytest


@pytest.fixture(autouse=True)
def everything_in_english(in_english):
    """Names of copies and templates are made in the language of who makes them."""
