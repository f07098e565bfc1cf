"""The face keeps its word: drawings, headings that break well, light pages, colours that can be read."""

import gzip
import re

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string

from cms.site import ridge
from cms.site.templatetags.face import absolute, is_long, page_numbers, phrased

CSS = settings.BASE_DIR / "static/css/site.css"
SCRIPT = settings.BASE_DIR / "static/js/site.js"
TEMPLATES = settings.BASE_DIR / "templates"
ROOMS = ("articles", "pages", "partials", "richtext", "services")
PUBLIC = [*TEMPLATES.glob("*.html"), *(path for room in ROOMS for path in (TEMPLATES / room).rglob("*.html"))]
ERRORS = ["400.html", "403.html", "413.html", "429.html", "500.html", "503.html"]


def rendered(source, **context):
    return Template("{% load face %}" + source).render(Context(context))


# --- Ridges --------------------------------------------------------------------------------------------------------


def test_same_seed_gives_the_same_drawing_and_another_seed_another():
    assert ridge.drawing("品牌", 205) == ridge.drawing("品牌", 205)
    assert ridge.drawing("品牌", 205) != ridge.drawing("內容", 205)


def test_drawing_takes_the_hue_of_its_channel():
    assert 'color="hsl(205 ' in ridge.drawing("a", 205)
    assert 'color="hsl(10 ' in ridge.drawing("a", 370)


def test_drawing_without_a_hue_takes_one_of_the_house():
    hues = {int(re.search(r'color="hsl\((\d+) ', ridge.drawing(str(seed)))[1]) for seed in range(50)}
    assert hues == set(ridge.HUES)


def test_drawing_stays_inside_its_frame():
    path = ridge.ridge("a/0", 0, 480, 300)
    numbers = [int(number) for number in re.findall(r"-?\d+", path)]
    assert min(numbers) >= 0
    assert max(numbers) <= 480


def test_drawing_carries_nothing_of_its_seed_and_no_style_attribute():
    drawn = rendered("{% ridge seed hue %}", seed='"><script>alert(1)</script>', hue="</svg>")
    assert "script" not in drawn
    assert "style=" not in drawn
    assert drawn.count("<svg") == drawn.count("</svg>") == 1


def test_drawing_is_small_enough_for_a_page_of_twenty():
    assert len(ridge.drawing("a", 205)) < 2500


# --- Headings ------------------------------------------------------------------------------------------------------


def test_heading_may_break_between_words_only():
    assert phrased("讓好內容，長成好生意") == "讓好<wbr>內容，<wbr>長成<wbr>好生意"


def test_heading_is_escaped():
    assert "<b>" not in phrased("<b>品牌</b>")
    assert "&lt;" in rendered("{{ title|phrased }}", title="<script>品牌策劃</script>")


# --- Addresses and paging ------------------------------------------------------------------------------------------


def test_page_links_leave_out_the_middle_of_many_pages():
    page = Paginator(range(300), 10).page(15)
    assert list(page_numbers(page)) == [1, page.paginator.ELLIPSIS, 14, 15, 16, page.paginator.ELLIPSIS, 30]


def test_first_page_is_linked_without_a_number():
    html = render_to_string("partials/pages.html", {"page_obj": Paginator(range(30), 10).page(2)})
    assert 'href="./"' in html
    assert 'href="?page=3"' in html
    assert "page=1" not in html


# --- What the policy forbids ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_public_template_has_no_style_attribute_and_no_script_of_its_own(path):
    source = path.read_text()
    assert not re.search(r"\sstyle\s*=", source)
    assert not re.search(r"\son[a-z]+=[\"']", source)
    scripts = re.findall(r"<script(.*?)>(.*?)</script>", source, re.DOTALL)
    assert all("src=" in attributes or body == "{{ theme_script|safe }}" for attributes, body in scripts)


@pytest.mark.parametrize("name", ERRORS)
def test_error_page_needs_no_database_and_no_context(name):
    html = render_to_string(name)
    assert html.count("<h1") == 1
    assert name.removesuffix(".html") in html


# --- Weight and colour ---------------------------------------------------------------------------------------------


def test_style_sheet_and_script_stay_light():
    assert len(gzip.compress(CSS.read_bytes())) <= 15_000
    assert len(gzip.compress(SCRIPT.read_bytes())) <= 10_000


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def token(name, theme):
    pair = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", CSS.read_text()).groups()
    colour = pair[theme]
    return colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised", "wash"])
@pytest.mark.parametrize("text", ["ink", "muted", "accent", "pine"])
def test_text_can_be_read_on_every_ground(text, ground, theme):
    assert contrast(token(text, theme), token(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_button_and_field_edges_can_be_seen(theme):
    assert contrast(token("on-accent", theme), token("accent", theme)) >= 4.5
    assert contrast(token("edge", theme), token("paper", theme)) >= 3


# --- Shared links --------------------------------------------------------------------------------------------------


def test_shared_picture_has_a_whole_address():
    assert absolute("/media/a.jpg") == settings.SITE_URL + "/media/a.jpg"
    assert absolute("https://cdn.example.com/a.jpg") == "https://cdn.example.com/a.jpg"


# --- Long titles ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("title", "stands_smaller"), [("字" * 36, False), ("字" * 37, True), ("letters " * 9, False)])
def test_a_title_that_would_fill_the_screen_stands_smaller(title, stands_smaller):
    assert is_long(title) is stands_smaller
