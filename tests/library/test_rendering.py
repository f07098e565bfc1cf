"""Pictures in pages: right widths, no shift, no query that grows with their number."""

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from cms.library import renditions
from cms.library.models import Picture
from cms.library.rendering import picture_html
from tests.library.pictures import photo

pytestmark = pytest.mark.django_db


def rendered(markup: str, **context) -> str:
    return Template("{% load library %}" + markup).render(Context(context)).strip()


def test_until_the_renditions_are_made_the_original_is_shown(picture):
    html = rendered("{% picture shown %}", shown=picture)
    assert "<source" not in html
    assert f'src="/media/{picture.token}.jpg"' in html
    assert 'width="2000" height="1000"' in html


def test_a_page_offers_avif_then_webp_in_every_width_and_one_fallback_with_its_size(picture):
    renditions.make(picture.pk)
    html = rendered('{% picture shown sizes="50vw" %}', shown=Picture.objects.for_display().get())
    token = picture.token
    for kind in ("avif", "webp"):
        widths = ", ".join(f"/media/{token}-{width}.{kind} {width}w" for width in (480, 960, 1600))
        assert f'<source type="image/{kind}" srcset="{widths}" sizes="50vw">' in html
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    assert f'<img src="/media/{token}-1200.jpg" alt="山稜上的晨霧" width="1200" height="600"' in html


@pytest.mark.parametrize(
    ("point", "classes"),
    [((50, 50), ""), ((54, 45), ""), ((0, 100), ' class="fx0 fy10"'), ((83, 50), ' class="fx8"')],
)
def test_a_frame_of_another_shape_looks_where_the_focal_point_is(picture, point, classes):
    picture.focal_x, picture.focal_y = point
    html = rendered("{% picture shown %}", shown=picture)
    assert f'decoding="async"{classes} loading' in html


def test_the_first_picture_is_fetched_at_once_and_the_rest_when_near(picture):
    assert 'loading="lazy"' in rendered("{% picture shown %}", shown=picture)
    eager = rendered("{% picture shown eager=True %}", shown=picture)
    assert 'fetchpriority="high"' in eager
    assert "loading" not in eager


def test_a_decorative_picture_is_silent_and_a_page_may_say_it_better(picture):
    assert 'alt="晨霧裡的稜線"' in rendered('{% picture shown alt="晨霧裡的稜線" %}', shown=picture)
    assert 'alt=""' in rendered('{% picture shown alt="" %}', shown=picture)
    picture.alt, picture.is_decorative = "", True
    assert 'alt=""' in rendered("{% picture shown %}", shown=picture)


def test_texts_of_people_are_escaped(picture):
    picture.alt = '"><script>alert(1)</script>'
    html = rendered("{% picture shown class=name sizes=name %}", shown=picture, name='"><script>')
    assert "<script" not in html


def test_a_preview_shows_what_only_staff_may_open(picture):
    renditions.make(picture.pk)
    html = rendered("{% picture shown %}", shown=picture, is_preview=True)
    assert f'src="/admin/library/picture/{picture.pk}/file/"' in html
    assert "/media/" not in html
    assert picture.token not in html


def test_no_picture_is_nothing():
    assert rendered("{% picture shown %}", shown=None) == ""
    assert picture_html(None) == ""


def test_the_class_goes_on_the_picture(picture):
    assert rendered('{% picture shown class="cover" %}', shown=picture).startswith('<picture class="cover">')


@pytest.mark.parametrize("count", [1, 8])
def test_any_number_of_pictures_costs_two_queries(count):
    for number in range(count):
        renditions.make(Picture.objects.receive(photo(100, 80, f"{number}.jpg")).pk)
    with CaptureQueriesContext(connection) as queries:
        html = [picture_html(picture) for picture in Picture.objects.for_display()]
    assert len(html) == count
    assert all("srcset" in one for one in html)
    assert len(queries) == 2
