# ruff: noqa: E501  (each piece is one line, so that it can be read and compared as a whole)
"""Code blocks: a language from a list, plain text inside, colours made on the server."""

import re
import time

import pytest
from pygments.lexers import get_lexer_by_name

from cms.richtext import code
from cms.richtext.rendering import render
from cms.richtext.sanitiser import clean

PYTHON = (
    '<pre><code class="language-python">def ridge(x):\n    return "山" if x &lt; 3 else None  # 註解\n</code></pre>'
)


def test_code_in_a_language_is_stored_as_plain_text_with_the_name_of_the_language():
    assert clean(PYTHON) == PYTHON


@pytest.mark.parametrize("name", code.LANGUAGES)
def test_every_language_on_the_list_can_be_coloured(name):
    assert get_lexer_by_name(name)
    assert '<code class="language-' in render(f'<pre><code class="language-{name}">a = 1</code></pre>')


@pytest.mark.parametrize("alias", code.ALIASES)
def test_other_names_of_a_language_become_the_one_that_is_stored(alias):
    assert code.ALIASES[alias] in code.LANGUAGES
    assert (
        clean(f'<code class="hljs lang-{alias}">x</code>') == f'<code class="language-{code.ALIASES[alias]}">x</code>'
    )


@pytest.mark.parametrize(
    "name",
    [
        "language-",
        "language-brainfuck",
        "language-python\u00a0x",
        "language-../../x",
        "language-python onclick",
        "python",
        "language-{}".format("x" * 1000),
        "language--",
        "language-python;",
        "xlanguage-python",
        "LANGUAGE",
    ],
)
def test_a_class_that_names_no_language_of_ours_is_dropped(name):
    cleaned = clean(f'<pre><code class="{name}">x</code></pre>')
    assert cleaned in {"<pre><code>x</code></pre>", '<pre><code class="language-python">x</code></pre>'}
    assert clean(cleaned) == cleaned


def test_markup_inside_code_becomes_its_words_and_breaks_become_lines():
    given = '<pre><code class="language-js"><span class="hljs-keyword">let</span> a<br>b<div>c</div></code></pre>'
    cleaned = clean(given)
    assert cleaned.startswith('<pre><code class="language-javascript">let a\nb')
    assert clean(cleaned) == cleaned


def test_readers_get_coloured_words_and_the_same_text():
    shown = render(PYTHON)
    assert '<span class="k">def</span>' in shown
    assert "<span>Python</span>" not in shown  # it is kept from translation
    assert 'translate="no">Python</span>' in shown
    text = re.search(r"<code[^>]*>(.*?)</code>", shown, re.DOTALL)[1]
    assert re.sub(r"<[^>]+>", "", text) == 'def ridge(x):\n    return "山" if x &lt; 3 else None  # 註解'


def test_it_scrolls_by_keyboard_is_named_kept_from_translation_and_can_be_copied():
    shown = render(PYTHON)
    assert re.search(r'<pre tabindex="0" role="group" aria-label="[^"]+" translate="no">', shown)
    assert re.search(r'<button type="button" class="copy needs-script" data-copy="" data-done="[^"]+">', shown)


def test_plain_preformatted_text_scrolls_too_but_has_no_button():
    shown = render("<pre>甲  乙</pre>")
    assert 'tabindex="0"' in shown
    assert "<button" not in shown


@pytest.mark.parametrize(
    "text", ["</code></pre><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]>", "<!--"]
)
@pytest.mark.parametrize("name", ["html", "xml", "javascript", "php", "markdown", "diff"])
def test_code_about_markup_stays_text(name, text):
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")
    shown = render(f'<pre><code class="language-{name}">{escaped}</code></pre>')
    inside = re.search(r"<code[^>]*>(.*)</code>", shown, re.DOTALL)[1]
    assert not re.search(r"<(?!/?span)", inside)


def test_a_very_long_block_stays_plain_and_quick():
    block = '<pre><code class="language-python">' + "x = 1\n" * 30_000 + "</code></pre>"
    started = time.process_time()
    shown = render(block)
    assert time.process_time() - started < 2
    assert '<span class="n">' not in shown


@pytest.mark.parametrize(("name", "text"), [("java", ("a " * 40 + "\n") * 370), ("ini", "=" * 29_000)])
def test_text_that_is_no_code_keeps_no_page_waiting(name, text):
    started = time.process_time()
    shown = render(f'<pre><code class="language-{name}">{text}</code></pre>')
    assert time.process_time() - started < 2
    inside = re.search(r"<code[^>]*>(.*?)</code>", shown, re.DOTALL)[1]
    assert re.sub(r"<[^>]+>", "", inside) == text.rstrip()


def test_many_blocks_of_text_that_is_no_code_keep_no_page_waiting_either():
    texts = [("a " * 40 + "\n") * (360 + number) for number in range(8)]
    started = time.process_time()
    shown = render("".join(f'<pre><code class="language-java">{text}</code></pre>' for text in texts))
    assert time.process_time() - started < 2.5
    assert shown.count("<pre") == 8
