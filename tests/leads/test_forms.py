"""Editors make forms with questions of their own: versions keep old answers true, and nothing typed is lost."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cms.library.storage import private
from cms.outbox.worker import run_once
from demo import builders
from leads import tasks
from leads.models import Disclosure, Enquiry, EnquiryFile, Form, FormQuestion, Lead
from leads.questions import DateAnswer
from tests.leads.conftest import HONEST

pytestmark = pytest.mark.django_db
KINDS = [
    ("short", "品牌名稱", {"is_required": True}),
    ("one", "規模", {"choices": "1 家\n2–5 家\n更多"}),
    ("many", "需要什麼", {"choices": "文案\n設計\n投放"}),
    ("number", "預算", {"least": 1000, "most": 9_000_000}),
    ("date", "何時上線", {}),
    ("file", "需求文件", {}),
]


@pytest.fixture
def brief(editor):
    """An editor's form with one question of each kind."""
    form = Form.objects.create(name="專案需求單", key="brief", title="說說你的專案", needs_message=False)
    for position, (kind, label, more) in enumerate(KINDS):
        FormQuestion.objects.create(form=form, position=position, kind=kind, label=label, **more)
    form.renew(by=editor)
    return form


@pytest.fixture
def q(brief):
    """The field name of a question, by its words."""
    return {question["label"]: f"q{question['id']}" for question in brief.version.questions}


@pytest.fixture
def fill(client, typed, q):
    """Post the form, with or without a file."""

    def post(path="/contact/send/brief/", **changes):
        answers = {q["品牌名稱"]: "示例咖啡", q["需要什麼"]: ["文案", "投放"], q["預算"]: "８０,０００"}
        fields = {**typed, "form_version": "1", **answers, q["何時上線"]: "2027年3月1日", **changes}
        return client.post(path, {name: value for name, value in fields.items() if value is not None}, **HONEST)

    return post


def picture(colour="#2f5d50"):
    data = io.BytesIO()
    Image.new("RGB", (64, 40), colour).save(data, "PNG")
    return SimpleUploadedFile("門店.png", data.getvalue(), content_type="image/png")


def notes(text="三家門店", name="需求.txt"):
    return SimpleUploadedFile(name, text.encode())


def test_answers_are_kept_as_typed_with_the_question_as_it_was_asked_and_what_they_mean(fill, brief):
    response = fill(message="")
    assert (response.status_code, response["Location"]) == (303, "/contact/thanks/brief/")
    enquiry = Enquiry.objects.get()
    kept = {answer["label"]: (answer["typed"], answer["value"]) for answer in enquiry.answers}
    assert kept == {
        "品牌名稱": ("示例咖啡", "示例咖啡"),
        "需要什麼": (["文案", "投放"], ["文案", "投放"]),
        "預算": ("８０,０００", "80000"),
        "何時上線": ("2027年3月1日", "2027-03-01"),
    }
    assert (enquiry.form, enquiry.version, enquiry.message) == ("brief", brief.version, "")


def test_changed_questions_are_a_new_version_and_old_answers_keep_theirs(fill, brief, editor):
    fill()
    brief.questions.filter(kind="number").update(label="每月預算", most=None)
    new = brief.renew(by=editor)
    assert new.number == 2
    assert [answer["label"] for answer in Enquiry.objects.get().answers] == ["品牌名稱", "需要什麼", "預算", "何時上線"]
    assert brief.renew(by=editor) == new
    with pytest.raises(TypeError):
        new.save()


def test_a_page_kept_since_before_still_asks_what_it_asked(fill, brief, q, editor):
    brief.questions.filter(label="品牌名稱").delete()
    brief.renew(by=editor)
    assert fill().status_code == 303
    assert Enquiry.objects.get().version.number == 1
    assert fill(form_version="77", browser="f" * 32).status_code == 303  # a version that never was: today's questions
    assert Enquiry.objects.first().version.number == 2


def test_a_date_is_asked_for_without_what_html_has_for_words_alone(brief):
    (form,) = [question for question in brief.version.questions if question["kind"] == "date"]
    assert "maxlength" not in DateAnswer(form).widget.attrs


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("品牌名稱", ""),
        ("品牌名稱", "x" * 201),
        ("品牌名稱", "a\x00"),
        ("規模", "九家"),
        ("需要什麼", ["文案", "魔法"]),
        ("預算", "很多"),
        ("預算", "10"),
        ("預算", "1e9"),
        ("何時上線", "2027-02-30"),
        ("何時上線", "下週"),
    ],
)
def test_a_wrong_answer_is_said_at_its_question_and_everything_typed_stays(fill, q, error_of, question, wrong):
    response = fill(**{q[question]: wrong})
    page = response.content.decode()
    assert response.status_code == 422
    assert error_of(response, q[question])
    assert f'href="#ask-{q[question]}"' in page
    assert f'id="ask-{q[question]}"' in page
    answers = {"品牌名稱": "示例咖啡", "何時上線": "2027年3月1日", "預算": "８０,０００"}
    assert all(answer in page for label, answer in answers.items() if label != question)
    assert "林小姐" in page
    assert not Lead.objects.exists()


def test_the_same_answers_are_one_enquiry_and_others_are_another(fill, q):
    for changes in ({}, {}, {q["預算"]: "90000"}, {q["需要什麼"]: ["文案"]}):
        assert fill(**changes).status_code == 303
    assert Enquiry.objects.count() == 3


def test_the_same_file_is_one_enquiry_whatever_it_is_called_and_another_content_is_another(fill, q):
    for file in (notes(), notes(name="別名.txt"), notes("四家門店")):
        assert fill(**{q["需求文件"]: file}).status_code == 303
    assert (Enquiry.objects.count(), EnquiryFile.objects.count()) == (2, 2)
    months, _files = private.listdir("leads")
    assert len(private.listdir(f"leads/{months[0]}")[1]) == 2


def test_a_file_is_private_and_only_for_people_who_work_leads(fill, q, client, salesperson, editor, outsider):
    fill(**{q["需求文件"]: picture()})
    sent = EnquiryFile.objects.get()
    url = reverse("admin:leads_lead_file", args=[sent.enquiry.lead_id, sent.pk])
    assert client.get(url).status_code == 302
    for nobody in (editor, outsider):
        client.force_login(nobody)
        assert client.get(url).status_code in {302, 403, 404}
    client.force_login(salesperson)
    lead_page = reverse("admin:leads_lead_change", args=[sent.enquiry.lead_id])
    assert client.get(url).status_code == 403  # a file may say who it is, as its name may
    masked = client.get(lead_page).content.decode()
    assert url not in masked
    assert "門店.png" not in masked
    client.post(reverse("admin:leads_lead_reveal", args=[sent.enquiry.lead_id]))
    assert Disclosure.objects.filter(kind="reveal", by=salesperson).count() == 1
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    page = client.get(lead_page).content.decode()
    assert url in page
    assert "門店.png" in page
    assert "示例咖啡" in page
    other = Lead.objects.create(contact=sent.enquiry.lead.contact)
    assert client.get(reverse("admin:leads_lead_file", args=[other.pk, sent.pk])).status_code == 404


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.exe", b"MZ\x90\x00" + b"\0" * 100),
        SimpleUploadedFile("a.pdf", b"%PDF-1.7 /JavaScript (x) %%EOF"),
        SimpleUploadedFile("a.svg", b"<svg onload=alert(1)>"),
        SimpleUploadedFile("a.txt", b""),
        SimpleUploadedFile("a.zip", b"PK\x03\x04" + b"\0" * 50),
        SimpleUploadedFile("a.txt", b"x" * (10 * 1024 * 1024 + 1)),
    ],
    ids=["program", "script", "svg", "empty", "zip", "heavy"],
)
def test_a_harmful_or_heavy_file_is_refused_and_nothing_of_it_stays(fill, q, error_of, file):
    file.seek(0)
    response = fill(**{q["需求文件"]: file})
    assert response.status_code == 422
    assert error_of(response, q["需求文件"])
    assert not private.exists("leads")


def test_the_form_says_that_the_file_must_be_chosen_again(fill, q, in_english):
    response = fill(contact="1388", **{q["需求文件"]: notes()})
    assert response.status_code == 422
    assert not EnquiryFile.objects.exists()
    assert "請再選一次" in response.content.decode() or "choose your file once more" in response.content.decode()


def test_only_forms_that_ask_for_files_read_long_bodies(client, fill, q, brief, editor):
    heavy = SimpleUploadedFile("a.txt", b"x" * (2 * 1024 * 1024))
    assert fill(**{q["需求文件"]: heavy}).status_code == 303
    heavy.seek(0)
    assert fill(path="/contact/send/", **{q["需求文件"]: heavy}).status_code == 413
    plain = Form.objects.create(name="報名", key="sign-up", title="報名")
    plain.renew(by=editor)
    heavy.seek(0)
    assert fill(path="/contact/send/sign-up/", **{q["需求文件"]: heavy}).status_code == 413


def test_the_bytes_go_with_the_lead(fill, q, django_capture_on_commit_callbacks):
    fill(**{q["需求文件"]: notes()})
    name = EnquiryFile.objects.get().file
    assert private.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        Lead.objects.get().delete()
    assert not private.exists(name)


def test_what_a_killed_process_left_behind_is_swept_away_later(fill, q, monkeypatch, settings):
    fill(**{q["需求文件"]: notes()})
    private.save("leads/2026-11/lost.txt", notes())
    assert tasks.left_behind() == []
    monkeypatch.setattr(tasks, "PATIENCE", tasks.PATIENCE * 0)
    assert tasks.left_behind() == ["leads/2026-11/lost.txt"]
    tasks.sweep("leads/2026-11/lost.txt")
    assert private.exists(EnquiryFile.objects.get().file)
    assert tasks.left_behind() == []


def test_nothing_of_a_file_stays_when_the_enquiry_cannot_be_stored(fill, q, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("no space left on device")

    monkeypatch.setattr("leads.models.enquiries.EnquiryQuerySet.record", fail)
    response = fill(**{q["需求文件"]: notes()})
    assert response.status_code == 503
    assert "示例咖啡" in response.content.decode()
    months = private.listdir("leads")[0]
    assert [private.listdir(f"leads/{month}")[1] for month in months] == [[]]


def test_a_form_that_is_gone_gives_the_text_back(client, fill, typed):
    response = fill(path="/contact/send/nobody/")
    assert response.status_code == 410
    assert "示例咖啡" in response.content.decode()


def test_a_section_of_a_page_shows_the_form_that_its_editor_chose(client, brief):
    page = builders.page("專案", slug="project", sections=[{"kind": "form", "form": brief.pk}], live=True)
    html = client.get(page.get_absolute_url()).content.decode()
    assert "說說你的專案" in html
    assert 'action="/contact/send/brief/"' in html
    assert 'enctype="multipart/form-data"' in html
    assert "<legend>" in html


def test_its_receiver_gets_the_lead(fill, brief, person):
    somebody, receiver = person("salesperson", "first"), person("salesperson", "second")
    Form.objects.filter(pk=brief.pk).update(receiver=receiver)
    fill()
    run_once()
    assert Lead.objects.get().owner == receiver
    assert somebody != receiver


def test_an_editor_makes_a_form_and_each_change_is_a_version(client, editor):
    client.force_login(editor)
    row = {"label": "品牌", "kind": "short", "position": "0", "id": ""}
    fields = {"name": "報名", "key": "sign-up", "title": "報名", "needs_message": "on"}
    counts = {"questions-TOTAL_FORMS": "1", "questions-INITIAL_FORMS": "0"}
    rows = {f"questions-0-{name}": value for name, value in row.items()}
    response = client.post(reverse("admin:leads_form_add"), {**fields, **counts, **rows})
    assert response.status_code == 302, response.context and response.context["errors"]
    form = Form.objects.get()
    assert [question["label"] for question in form.version.questions] == ["品牌"]


@pytest.mark.parametrize("role", ["author", "analyst", "outsider"])
def test_others_make_no_forms(client, request, role):
    client.force_login(request.getfixturevalue(role))
    assert client.post(reverse("admin:leads_form_add"), {"name": "x"}).status_code == 403


def test_a_question_of_choices_needs_two(editor):
    question = FormQuestion(form=Form(), kind="one", label="規模", choices="只有一個\n\n")
    with pytest.raises(ValidationError):
        question.clean()
