"""The page for what is not here: it answers 404 and offers to search for the words of the address."""

import pytest
from lxml import html


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/news/內容-行銷/", "內容 行銷"),
        ("/old/content_marketing.html", "content marketing"),
        ("/%22%3E%3Cscript%3E/", "script"),
        ("/" + "x" * 300 + "/", "x" * 60),
        ("/---/", ""),
    ],
)
def test_the_search_holds_the_words_of_the_address(path, words, client, db):
    response = client.get(path)
    assert response.status_code == 404
    [field] = html.fromstring(response.content).xpath("//main//input[@name='q']")
    assert field.get("value") == words
