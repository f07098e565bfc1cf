"""Nothing real is told of a client who has not allowed it; who allowed it is nobody's business."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cms.search.models import SearchDocument
from demo import builders
from services.models import CaseStudy
from tests.forms import opened

ALLOWED = {"permission": "written", "permission_by": "王經理", "permission_on": date(2026, 3, 1)}


def real(**values):
    return builders.case_study("真實案例", is_example=False, **values)


def test_a_real_case_with_its_permission_is_published(client, db):
    case = real(**ALLOWED).publish_working_copy(by=None)
    assert client.get(case.get_absolute_url()).status_code == 200


def test_a_made_up_example_needs_none(db):
    assert builders.case_study("示例", live=True, is_example=True).is_live


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"permission": ""}, "授權"),
        ({"permission": "example"}, "授權"),
        ({"permission_by": ""}, "是誰"),
        ({"permission_on": None}, "日期"),
        ({"permission_on": timezone.localdate() + timedelta(days=2)}, "還沒有到"),
    ],
    ids=["none", "example-for-a-real-one", "nobody", "no-date", "future"],
)
def test_a_real_case_without_a_whole_permission_is_refused_with_a_sentence(client, db, change, sentence):
    case = real(**ALLOWED | change)
    with pytest.raises(ValidationError) as refused:
        case.publish_working_copy(by=None)
    assert sentence in " ".join(refused.value.messages)
    assert client.get(case.get_absolute_url()).status_code == 404


def test_a_draft_may_lack_the_permission_and_the_button_says_what_is_missing(client, editor):
    case = real(by=editor)
    client.force_login(editor)
    url = case.get_edit_url()
    response = client.post(url, opened(client, url) | {"client": "另一位客戶", "_publish": ""}, follow=True)
    assert "Record the client" in response.content.decode()
    case = CaseStudy.objects.get(pk=case.pk)
    assert (case.client, case.is_live) == ("另一位客戶", False)


def test_taking_the_permission_out_of_a_live_case_stops_its_next_publication_only(client, editor):
    case = real(by=editor, live=True, **ALLOWED)
    data = case.working_copy()
    data["fields"] |= {"permission": "", "title": "新題"}
    case.save_revision(data, by=editor, token=case.edit_token(None))
    with pytest.raises(ValidationError):
        case.publish_working_copy(by=editor)
    assert "真實案例" in client.get(case.get_absolute_url()).content.decode().replace("<wbr>", "")


def test_the_permission_is_shown_to_no_visitor_and_found_by_no_search(client, db):
    case = real(live=True, **ALLOWED | {"permission_by": "秘密的人", "permission_note": "秘密的抽屜"})
    for url in (case.get_absolute_url(), reverse("services:cases"), "/search/?q=秘密的"):
        page = client.get(url).content.decode().replace("秘密的 ", "")
        assert "秘密的人" not in page
        assert "秘密的抽屜" not in page
    assert not any("秘密" in str(vars(document)) for document in SearchDocument.objects.all())
