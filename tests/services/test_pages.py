"""Services and cases as visitors read them: all of what is published, nothing of what is not."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from demo import builders
from services.models import CaseStudy, Industry, Service
from tests.forms import opened as opened_by
from tests.reading import words_of

GROWN = {
    "for_whom": "想要線索的人\n\n  會等三個月的人 ",
    "not_for": "等不了的人",
    "price_note": "逐項報價",
    "steps": [{"title": "先聽", "duration": "三週", "text": "打電話"}, {"title": "再寫"}],
    "packages": [
        {"name": "年度", "amount": 42000, "unit": "元／月", "is_from": True, "included": "採訪\n配圖", "note": "未稅"},
        {"name": "帶教", "price_text": "按人數報價"},
    ],
    "faqs": [{"question": "多久有效果？", "answer": "<p>第五個月。</p>"}],
}


@pytest.fixture
def service(db):
    return builders.service("內容行銷", slug="content", live=True, **GROWN)


@pytest.fixture
def trade(db):
    return Industry.objects.create(name="餐飲", slug="food", description="每天都要賣掉今天做的。")


def test_a_service_tells_for_whom_how_at_what_price_and_what_people_ask(client, service):
    page = words_of(client.get(service.get_absolute_url()))
    for words in ("<li>會等三個月的人</li>", "等不了的人", "三週", "打電話", "42,000", "元／月起", "<li>配圖</li>",
                  "按人數報價", "逐項報價", "多久有效果？", "第五個月。"):  # fmt: skip
        assert words in page
    assert service.visible_faqs[0].question == "多久有效果？"


def test_a_bare_service_shows_no_empty_section(client, db):
    page = words_of(client.get(builders.service("空", live=True).get_absolute_url()))
    assert not re.search(r'id="(process|prices|questions|proofs|written)"', page)


def test_what_is_drafted_about_a_service_waits_for_its_publication(client, editor, service):
    data = service.working_copy()
    data["parts"]["steps"][0]["title"] = "草稿的步驟"
    data["parts"]["packages"][0]["amount"] = "9"
    data["parts"]["faqs"][0]["answer"] = "<p>草稿的回答</p><script>x</script>"
    service.save_revision(data, by=editor, token=service.edit_token(None))
    page = words_of(client.get(service.get_absolute_url()))
    assert "草稿的" not in page
    assert "42,000" in page
    client.force_login(editor)
    preview = words_of(client.get(service.get_preview_url()))
    assert "草稿的步驟" in preview
    assert "草稿的回答" in preview
    assert "<script>x" not in preview
    service.publish_working_copy(by=editor)
    assert "草稿的步驟" in words_of(client.get(service.get_absolute_url()))


@pytest.mark.parametrize(
    "package",
    [{}, {"amount": 5, "price_text": "面議"}, {"price_text": "面議", "is_from": True}, {"amount": -5}],
    ids=["no-price", "two-prices", "from-nothing", "negative"],
)
def test_a_package_with_a_price_that_says_nothing_cannot_be_published(db, package):
    with pytest.raises(ValidationError):
        builders.service("服務", packages=[{"name": "方案"} | package], live=True)


def test_a_case_shows_results_pictures_and_words(client, db):
    drawn = builders.picture(alt="一條上升的線")
    case = builders.case_study(
        "案例",
        live=True,
        results=[
            {"label": "月線索", "before": 26, "after": 81, "unit": "條", "period": "12 個月", "evidence": "登記表"}
        ],
        gallery=[drawn],
        client_words="心裡發慌",
    )
    page = words_of(client.get(case.get_absolute_url()))
    for words in ("+212%", "26條 → 81條", "12 個月", "登記表", drawn.public_url, "一條上升的線", "心裡發慌"):
        assert words in page


def test_a_case_without_figures_pictures_or_words_is_whole_too(client, db):
    page = words_of(client.get(builders.case_study("素", live=True).get_absolute_url()))
    assert 'class="measured"' not in page
    assert "gallery" not in page


def test_a_gallery_picture_of_a_draft_is_not_public(client, editor):
    case = builders.case_study("案例", live=True, by=editor)
    drawn = builders.picture(alt="秘密的圖")
    data = case.working_copy()
    data["parts"]["gallery"] = [
        {"id": "0b7a5bd2-7a68-4f0f-9dd7-2f5f1b9b0001", "position": 0, "picture": drawn.pk, "caption": "草稿圖說"}
    ]
    case.save_revision(data, by=editor, token=case.edit_token(None))
    assert drawn.public_url not in words_of(client.get(case.get_absolute_url()))
    assert client.get(drawn.public_url).status_code == 404
    client.force_login(editor)
    preview = words_of(client.get(case.get_preview_url()))
    assert drawn.staff_url in preview
    assert drawn.public_url not in preview


# --- Lists and their filters -----------------------------------------------------------------------------------------


def test_only_services_and_industries_with_a_live_case_are_offered(client, service, trade):
    other = Industry.objects.create(name="五金", slug="hardware")
    builders.case_study("公開", live=True, industry=trade, services=[service])
    builders.case_study("草稿", industry=other, services=[builders.service("別的", live=True)])
    later = timezone.now() + timedelta(days=1)
    builders.case_study("排程", live=True, at=later, industry=other)
    page = words_of(client.get(reverse("services:cases")))
    assert "/cases/service/content/" in page
    assert "/cases/industry/food/" in page
    assert "五金" not in page
    assert "別的" not in page


def test_a_new_case_brings_its_filter_at_once_and_takes_it_away(client, service, trade):
    url, filter_url = reverse("services:cases"), trade.get_absolute_url()
    assert filter_url not in words_of(client.get(url))
    case = builders.case_study("公開", live=True, industry=trade)
    assert filter_url in words_of(client.get(url))
    case.unpublish(by=None)
    assert filter_url not in words_of(client.get(url))


def test_the_page_of_a_list_without_cases_is_not_there(client, service, trade):
    assert client.get(trade.get_absolute_url()).status_code == 404
    assert client.get(reverse("services:cases-by-service", args=["content"])).status_code == 404
    assert client.get(reverse("services:cases")).status_code == 200


def test_filtered_lists_hold_their_own_cases_under_a_title_and_words_of_their_own(client, service, trade):
    builders.case_study("麵包店", live=True, industry=trade)
    builders.case_study("軟體商", live=True, services=[service])
    food = words_of(client.get(trade.get_absolute_url()))
    assert "麵包店" in food
    assert "軟體商" not in food
    assert "<title>餐飲的案例" in food
    assert 'content="每天都要賣掉今天做的。"' in food
    by_service = words_of(client.get(reverse("services:cases-by-service", args=["content"])))
    assert "軟體商" in by_service
    assert "麵包店" not in by_service
    assert "<title>內容行銷的案例" in by_service
    assert f'href="{service.get_absolute_url()}"' in by_service


def test_filtered_lists_go_on_over_pages(client, trade):
    for number in range(13):
        builders.case_study(f"第{number}件", live=True, industry=trade)
    url = trade.get_absolute_url()
    first, second = words_of(client.get(url)), words_of(client.get(f"{url}?page=2"))
    assert "第12件" in first
    assert "第0件" in second
    assert "第12件" not in second
    assert client.get(f"{url}?page=3").status_code == 404


# --- What leads from one to the other --------------------------------------------------------------------------------


def test_cases_like_this_one_share_services_or_industry_the_most_alike_first(db, service, trade):
    case = builders.case_study("本案", live=True, services=[service], industry=trade)
    trade_only = builders.case_study("同業", live=True, industry=trade)
    both = builders.case_study("都同", live=True, services=[service], industry=trade)
    builders.case_study("無關", live=True)
    builders.case_study("草稿", services=[service], industry=trade)
    assert list(CaseStudy.objects.live().like(case)) == [both, trade_only]


def test_a_case_leads_to_its_live_services_and_to_articles_about_them(client, service):
    hidden = builders.service("未公開的服務")
    builders.article("講這項服務的文章", live=True, services=[service])
    case = builders.case_study("案例", live=True, services=[service, hidden])
    page = words_of(client.get(case.get_absolute_url()))
    assert service.get_absolute_url() in page
    assert "講這項服務的文章" in page
    assert "未公開的服務" not in page


def test_the_form_of_a_service_names_the_service(client, service):
    page = words_of(client.get(service.get_absolute_url()))
    assert f'value="services.service:{service.pk}"' in page
    assert f'value="{service.get_absolute_url()}"' in page


def test_a_service_page_costs_the_same_with_many_rows(client, service, monkeypatch):
    monkeypatch.setattr("cms.pagecache.models.in_transaction", lambda: False)
    answer = f'<p><a data-to="services.service:{service.pk}" href="/x/">看</a></p>'
    case = builders.case_study("案例", live=True, services=[service], gallery=[builders.picture()])

    def cost(url):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    many = builders.service(
        "許多", live=True, slug="many",
        steps=[{"title": f"步{n}"} for n in range(9)],
        packages=[{"name": f"案{n}", "amount": n} for n in range(9)],
        faqs=[{"question": f"問{n}", "answer": answer} for n in range(9)],
    )  # fmt: skip
    rich = builders.case_study(
        "許多", live=True, services=[service, many], gallery=[builders.picture(f"{n}.png") for n in range(9)],
        results=[{"label": f"量{n}", "before": 1, "after": n} for n in range(9)],
    )  # fmt: skip
    assert cost(many.get_absolute_url()) <= min(cost(service.get_absolute_url()) + 1, 12)
    assert cost(rich.get_absolute_url()) <= min(cost(case.get_absolute_url()) + 1, 10)


# --- The other side, for editors -------------------------------------------------------------------------------------


def test_the_form_of_a_service_lists_what_chose_it_with_links(client, editor, service):
    case = builders.case_study("選了它的案例", by=editor, services=[service])
    article = builders.article("選了它的文章", by=editor, services=[service])
    builders.article("丟掉的文章", by=editor, services=[service]).trash(by=editor)
    client.force_login(editor)
    page = client.get(service.get_edit_url()).content.decode()
    for thing in (case, article):
        assert f'href="{thing.get_edit_url()}"' in page
    assert "丟掉的文章" not in page


def test_who_may_not_see_a_draft_does_not_see_it_on_the_other_side(client, author, editor, service):
    builders.article("別人的草稿", by=editor, services=[service])
    builders.article("公開的文章", by=editor, services=[service], live=True)
    client.force_login(author)
    page = client.get(service.get_edit_url()).content.decode()
    assert "別人的草稿" not in page


def test_the_form_of_an_industry_lists_its_cases(client, editor, trade):
    case = builders.case_study("烘焙店", by=editor, industry=trade)
    client.force_login(editor)
    page = client.get(reverse("admin:services_industry_change", args=[trade.pk])).content.decode()
    assert f'href="{case.get_edit_url()}"' in page


def test_an_editor_publishes_a_service_with_its_steps_by_the_form(client, editor, service):
    client.force_login(editor)
    url = service.get_edit_url()
    values = opened_by(client, url) | {"steps-0-title": "先問", "_publish": ""}
    assert client.post(url, values).status_code == 302
    assert [step.title for step in Service.objects.get(pk=service.pk).steps.all()] == ["先問", "再寫"]


def test_an_author_may_not_change_a_service_by_posting(client, author, service):
    client.force_login(author)
    assert client.post(service.get_edit_url(), {"title": "我的"}).status_code == 403
    assert Service.objects.get(pk=service.pk).title == "內容行銷"
