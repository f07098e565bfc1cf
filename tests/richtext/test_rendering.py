"""What readers get: responsive pictures, tables that scroll, marked external links, nothing loaded from elsewhere."""

import re

import pytest
from django.template import Context, Template
from django.test import override_settings
from pytest_django.asserts import assertHTMLEqual

from cms.library.models import Picture
from cms.richtext.headings import identify
from cms.richtext.rendering import render
from tests.richtext import vectors
from tests.richtext.test_sanitiser import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def pictures():
    return [
        Picture.objects.create(token=f"{n:032x}", file=f"{n}.png", width=800, height=600, alt=f"圖{n}")
        for n in range(6)
    ]


def figure(picture, caption="", alt=' alt="此處的說明"'):
    image = f'<img data-picture="{picture.pk}"{alt} src="/admin/library/picture/{picture.pk}/file/">'
    return f'<figure class="picture">{image}{caption and f"<figcaption>{caption}</figcaption>"}</figure>'


def test_a_picture_has_its_size_its_description_and_no_staff_address(pictures):
    shown = render(figure(pictures[0], "清晨的<em>山脊</em>"))
    for part in ('<figure class="picture"><picture>', 'width="800"', 'height="600"', 'alt="此處的說明"', "loading="):
        assert part in shown
    assert "<figcaption>清晨的<em>山脊</em></figcaption>" in shown
    assert "/admin/" not in shown


def test_without_a_description_in_the_text_the_librarys_is_used(pictures):
    assert f'alt="{pictures[1].alt}"' in render(figure(pictures[1], alt=""))
    assert 'alt=""' in render(figure(pictures[1], alt=' alt=""'))


def test_a_preview_shows_pictures_from_their_private_address(pictures):
    template = Template("{% load richtext %}{% richtext html %}")
    html = figure(pictures[0])
    assert pictures[0].staff_url in template.render(Context({"html": html, "is_preview": True}))
    assert pictures[0].staff_url not in template.render(Context({"html": html}))


def test_any_number_of_pictures_takes_one_query(pictures, django_assert_num_queries):
    with django_assert_num_queries(1):
        render("".join(figure(picture) for picture in pictures))
    with django_assert_num_queries(0):
        render("<p>文</p>")
    loaded = Picture.objects.for_display().in_bulk()
    with django_assert_num_queries(0):
        render(figure(pictures[0]), pictures=loaded)


def test_a_picture_that_was_deleted_leaves_no_hole(pictures):
    html = figure(pictures[0], "說明") + "<p>文</p>"
    pictures[0].delete()
    assert render(html) == "<p>文</p>"


def test_an_external_picture_is_a_link_and_loads_nothing():
    shown = render('<p><img src="https://example.com/a.png" alt="圖表"><img src="https://example.com/b.png"></p>')
    assert "<img" not in shown
    assert '<a href="https://example.com/a.png" class="external" rel="noopener">圖表' in shown
    assert "<a><a" not in render('<a href="/x/"><img src="https://example.com/a.png" alt="圖"></a>')


def test_an_external_picture_inside_a_link_keeps_the_link_alone():
    assert (
        render('<a href="/x/"><img src="https://example.com/a.png" alt="圖"></a>')
        == '<a href="/x/"><span>圖</span></a>'
    )


def test_external_links_are_marked_for_eyes_and_ears():
    with override_settings(SITE_URL="https://ridgeline.example"):
        shown = render(
            '<a href="https://example.com/">外</a><a href="https://ridgeline.example/news/">內</a><a href="/x/">內</a>'
        )
    assert shown.count('class="external" rel="noopener"') == 1
    assert shown.count('<span class="visually-hidden">') == 1


def test_tables_scroll_by_keyboard_too_and_are_named():
    shown = render("<table><caption>價<em>目</em></caption><tbody><tr><td>1</td></tr></tbody></table>")
    assert shown.startswith('<div class="table" tabindex="0" role="region" aria-label="價目"><table>')
    assert "aria-label=" in render("<table><tbody><tr><td>1</td></tr></tbody></table>")


def test_a_heading_breaks_between_its_words_and_a_paragraph_anywhere():
    words = "讓好內容，長成好生意"
    shown = render(f'<h2>一、<strong>{words}</strong>，<a href="/x/">參考資料</a>與延伸閱讀</h2><p>{words}</p>')
    assert "<strong>讓好<wbr>內容，<wbr>長成<wbr>好生意</strong>" in shown
    assert "</a>與延伸<wbr>閱讀</h2>" in shown
    assert f"<p>{words}</p>" in shown
    assert shown.replace("<wbr>", "").count(words) == 2


def contents_of(html):
    listed = '{% load richtext %}{% contents_of html as headings %}{% include "richtext/contents.html" %}'
    return Template(listed).render(Context({"html": html}))


def test_contents_link_to_the_headings():
    html = identify("<h2>一</h2><h3>甲</h3><h2>二</h2>")
    shown = contents_of(html)
    found = [part.split('"')[0] for part in shown.split('href="#')[1:]]
    assert [f'id="{each}"' in html for each in found] == [True, True, True]
    one, inner, two = found
    expected = (
        f'<ol><li><a href="#{one}">一</a><ol><li><a href="#{inner}">甲</a></li></ol></li>'
        f'<li><a href="#{two}">二</a></li></ol>'
    )
    assertHTMLEqual(shown, expected)


def test_one_heading_needs_no_contents():
    html = identify("<h2>一</h2><p>文</p>")
    assert contents_of(html).strip() == ""


@pytest.mark.parametrize("markup", vectors.ALL.values(), ids=vectors.ALL)
def test_what_got_into_a_row_without_the_sanitiser_still_shows_no_script(markup):
    shown = render(markup).replace(' class="external" rel="noopener"', "").replace(' class="visually-hidden"', "")
    shown = re.sub(r' class="(code|code-head|copy needs-script|table)"', "", shown)
    found = [each for each in faults(shown) if each not in {("img", "loading", "lazy"), "div", "button"}]
    ours = {"tabindex", "role", "aria-label", "class", "translate", "type", "data-copy", "data-done"}
    assert [each for each in found if each[1] not in ours] == []
