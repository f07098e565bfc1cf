"""What people agreed to stays as it was, word for word."""

import pytest
from django.core.exceptions import ValidationError

from cms.intake.models import ConsentText

pytestmark = pytest.mark.django_db
ENQUIRY = ConsentText.Purpose.ENQUIRY


def test_the_newest_version_is_current():
    ConsentText.objects.create(text="first")
    newest = ConsentText.objects.create(text="second")
    assert ConsentText.objects.current(ENQUIRY) == newest
    assert newest.version == 2


def test_before_anybody_wrote_one_the_form_has_one_and_no_row():
    text = ConsentText.objects.current(ENQUIRY)
    assert (text.version, bool(text.text), text.pk) == (1, True, None)
    assert not ConsentText.objects.exists()


def test_agreeing_to_it_stores_it():
    kept = ConsentText.objects.current(ENQUIRY).keep()
    assert kept.pk
    assert ConsentText.objects.get().is_used


def test_an_unused_text_may_still_be_changed():
    text = ConsentText.objects.create(text="first")
    text.text = "better"
    text.save()
    assert ConsentText.objects.get().text == "better"


def test_a_used_text_can_be_neither_changed_nor_deleted():
    text = ConsentText.objects.create(text="first").keep()
    text.text = "other"
    with pytest.raises(ValidationError):
        text.save()
    with pytest.raises(ValidationError):
        text.delete()
    assert ConsentText.objects.get().text == "first"


def test_the_next_version_does_not_touch_the_one_before():
    ConsentText.objects.create(text="first").keep()
    ConsentText.objects.create(text="second")
    assert list(ConsentText.objects.order_by("version").values_list("text", flat=True)) == ["first", "second"]
