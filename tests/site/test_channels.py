"""Ways to reach the agency: one record each, shown while it is valid, new everywhere at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from lxml import html

from cms.site.models import ContactChannel
from demo import builders
from tests.reading import words_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def channel(kind="phone", value="000-0000-0000", **fields):
    made = ContactChannel(kind=kind, label=fields.pop("label", "客服"), value=value, **fields)
    made.full_clean()
    made.save()
    return made


@pytest.fixture
def contact_page(db):
    return builders.page("聯繫我們", slug="contact", kind="contact", live=True).get_absolute_url()


@pytest.mark.parametrize("begins", [None, -HOUR, timedelta(0), HOUR])
@pytest.mark.parametrize("ends", [None, -2 * HOUR, timedelta(0), 2 * HOUR])
def test_twin_is_live_and_live_agree_for_every_validity(begins, ends, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    now = timezone.now()
    if begins is not None and ends is not None and begins >= ends:
        return
    made = channel(
        valid_from=None if begins is None else now + begins, valid_until=None if ends is None else now + ends
    )
    assert ContactChannel.objects.live().filter(pk=made.pk).exists() == made.is_live
    assert made.is_live == ((begins is None or begins <= timedelta(0)) and (ends is None or ends > timedelta(0)))


@pytest.mark.django_db(transaction=True)
def test_a_channel_appears_and_disappears_on_its_minute_on_every_page_even_where_the_site_is_kept(client, time_machine):
    start = timezone.now()
    page = builders.page("聯繫我們", slug="contact", kind="contact", live=True).get_absolute_url()
    channel(value="000-2222-2222", valid_from=start + HOUR, valid_until=start + 2 * HOUR)
    for moment, is_there in ((start, False), (start + HOUR, True), (start + 2 * HOUR, False)):
        time_machine.move_to(moment + timedelta(seconds=1))
        for url in ("/news/", page):
            assert ("000-2222-2222" in words_of(client.get(url))) is is_there


def test_a_channel_that_ends_before_it_begins_is_refused_with_a_sentence():
    now = timezone.now()
    with pytest.raises(ValidationError, match="__all__"):
        channel(valid_from=now, valid_until=now - HOUR)


def test_a_phone_number_without_digits_is_refused():
    with pytest.raises(ValidationError):
        channel(value="請來電")


def test_phone_and_mail_can_be_tapped_and_the_address_opens_its_map(client, contact_page):
    channel(value="+86 (0)00 0000-0000")
    channel("email", "hello@example.com")
    channel("address", "示例市嶺上路 0 號", link="https://example.com/map")
    tree = html.fromstring(words_of(client.get(contact_page)))
    links = tree.xpath("//main//ul[@class='reach-cards']//a/@href")
    assert links == ["tel:+8600000000000", "mailto:hello@example.com", "https://example.com/map"]


def test_wechat_has_a_code_only_if_there_is_something_to_draw_or_show(client, contact_page):
    made = channel("wechat", "example-id")
    assert "<figure" not in words_of(client.get(contact_page))
    made.link = "https://example.com/wechat"
    made.save()
    page = words_of(client.get(contact_page))
    assert 'class="code"' in page
    made.qr = builders.picture(alt="示例微信的二維碼")
    made.save()
    page = words_of(client.get(contact_page))
    assert "示例微信的二維碼" in page
    assert 'class="code"' not in page


def test_the_drawn_code_holds_nothing_that_a_policy_forbids():
    made = ContactChannel(kind="wechat", value="x", link='https://example.com/"><script>alert(1)</script>')
    assert made.code.count("<") == 3
    assert "style=" not in made.code
    assert "script" not in made.code


def test_a_second_phone_has_a_card_of_its_own_and_the_bar_offers_the_first(client, contact_page):
    channel(value="000-0000-0001")
    channel(value="000-0000-0002")
    tree = html.fromstring(words_of(client.get(contact_page)))
    assert tree.xpath("//li[@class='reach-card']/@id") == ["phone", "phone-2"]
    assert [link for link in tree.xpath("//nav[@class='bar']//a/@href") if "tel:" in link] == ["tel:00000000001"]


def test_what_an_editor_types_is_shown_as_text(client, contact_page):
    channel("wechat", '"><script>alert(1)</script>', label="<b>微信</b>")
    page = words_of(client.get(contact_page))
    assert "<script>alert" not in page
    assert "<b>微信" not in page
