"""The product as one story: an editor publishes, a visitor reads, a prospect asks, a salesperson answers."""

from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles.models import Article, Source, Tag
from demo import builders
from leads.models import Lead
from tests.forms import add_row, opened, problems_of
from tests.reading import form_in, words_of

ADD = "/admin/articles/article/add/"


def test_from_the_first_word_to_the_enquiry(db, editor, salesperson):
    service = builders.service("內容行銷", slug="content", live=True, by=editor)
    builders.page("首頁", kind="home", slug="home", live=True, by=editor)
    source, tag = Source.objects.create(name="編輯部"), Tag.objects.create(name="留存")
    desk, visitor, sales = Client(), Client(headers={"user-agent": "Mozilla/5.0 Chrome/131.0"}), Client()

    # An editor writes an article. Nobody else can see it.
    desk.force_login(editor)
    values = opened(desk, ADD) | {
        "title": "留存怎麼量",
        "summary": "一個數字就夠了。",
        "body": "<h2>先看第七天</h2><p>看還有多少人回來。</p>",
        "channel": builders.channel().pk,
        "tags": [tag.pk],
        "source": source.pk,
        "services": [service.pk],
    }
    add_row(values, "citations", title="一份報告", url="https://example.com/report", position="")
    saved = desk.post(ADD, values | {"_continue": ""})
    assert saved.status_code == 302, problems_of(saved)
    article = Article.objects.get()
    assert visitor.get(article.get_absolute_url()).status_code == 404

    # She previews it with the public templates, then publishes.
    preview = desk.get(article.get_preview_url())
    assert "先看第七天" in words_of(preview)
    assert "no-store" in preview["Cache-Control"]
    change = reverse("admin:articles_article_change", args=[article.pk])
    desk.post(change, opened(desk, change) | {"_publish": ""})

    # A visitor finds it everywhere it should be.
    for url in ("/", "/news/", service.get_absolute_url(), tag.get_absolute_url(), "/search/?q=第七天"):
        assert "留存怎麼量" in words_of(visitor.get(url)), url
    page = words_of(visitor.get(article.get_absolute_url()))
    for words in ("先看第七天", "編輯部", "一份報告", "內容行銷"):
        assert words in page

    # The editor changes it. The public sees the old text until she publishes again.
    values = opened(desk, change) | {"title": "留存應該怎麼量"}
    desk.post(change, values | {"_continue": ""})
    assert "留存應該怎麼量" not in words_of(visitor.get(article.get_absolute_url()))
    desk.post(change, opened(desk, change) | {"_publish": ""})
    assert "留存應該怎麼量" in words_of(visitor.get(article.get_absolute_url()))

    # A prospect sends the form that stands in the article.
    typed = {"name": "方小姐", "contact": "fang@example.com", "message": "想聊聊留存。", "consent": "on"}
    answer = visitor.post("/contact/send/", form_in(page) | typed)
    assert (answer.status_code, answer["Location"]) == (303, "/contact/thanks/")
    assert visitor.get("/contact/thanks/").status_code == 200

    # The salesperson gets the mail and sees the enquiry with the page that it came from.
    call_command("worker", "--once")
    [message] = mail.outbox
    assert message.to == [salesperson.email]
    assert "想聊聊留存" in message.body
    assert article.get_absolute_url() in message.body
    sales.force_login(salesperson)
    lead_page = words_of(sales.get(reverse("admin:leads_lead_change", args=[Lead.objects.get().pk])))
    assert "想聊聊留存" in lead_page
    assert article.get_absolute_url() in lead_page
