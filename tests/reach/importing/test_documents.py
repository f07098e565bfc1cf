"""Documents that texts link to: files of the library here, and links to them that readers can follow."""

import io
import json
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from cms.library import copies
from cms.library.models import Document, Usage
from cms.library.storage import public
from cms.publishing.contents import drafts_showing
from demo import builders
from reach.exporting.everything import What, batches
from reach.importing import running
from reach.models import Fate, Standing
from tests.reach.importing.conftest import finished, read, undone
from tests.reach.importing.wordpress import SITE, attachment, export, item, one

pytestmark = pytest.mark.django_db
UPLOADS = f"{SITE}/wp-content/uploads"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def media(**files) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"uploads/2019/{name}.pdf", content)
    file.seek(0)
    return file


BODY = (
    f'<p>看<a href="{UPLOADS}/2019/price.pdf#page=2">價目表</a>、'
    '<a href="/blog/wp-content/uploads/2019/plan.PDF">計畫</a>、'
    '<a href="https://elsewhere.example/x.pdf">別人的</a></p>'
)


@pytest.fixture
def moved_in(chief):
    """A WordPress post with a document that the export knows, one that only its text names, and another site's."""
    text = export(attachment(31, "2019/price.pdf"), item(1, body=BODY, status="publish"))
    zip = media(price=PDF, plan=PDF + b"%")
    run = read(running.bring("old.xml", io.BytesIO(text.encode()), by=chief, media=zip))
    channel = builders.channel("新聞")
    return finished(run, channel=channel.pk)


def test_documents_become_files_of_the_library_and_readers_get_them(moved_in, client):
    assert moved_in.standing == Standing.DONE
    article = Article.objects.live().get()
    price, plan = Document.objects.order_by("original_name")[1], Document.objects.order_by("original_name")[0]
    assert {price.original_name, plan.original_name} == {"price.pdf", "plan.PDF"}
    assert f'data-to="library.document:{price.pk}"' in article.body
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'href="{price.public_url}#page=2"' in page
    assert f'href="{plan.public_url}"' in page
    assert 'href="https://elsewhere.example/x.pdf"' in page
    answer = client.get(price.public_url)
    assert (answer.status_code, b"".join(answer)) == (200, PDF)
    for key in copies.due():
        copies.settle(key)
    assert public.exists(price.public_name)


def test_a_document_goes_when_the_run_is_taken_back(moved_in):
    run = undone(moved_in)
    assert not Document.objects.exists()
    assert not run.items.exclude(fate__in=[Fate.UNDONE, Fate.SAME])


def test_a_document_that_cannot_be_had_leaves_the_link_as_it_was(brought):
    body = '<p>看<a href="https://old.example/files/gone.pdf">這份</a></p>'
    entry = {"kind": "articles.article", "key": "1", "state": "published", "fields": {"title": "題", "body": body}}
    run = finished(brought(entry | {"fields": entry["fields"] | {"channel": {"name": "新聞"}}}))
    assert run.items.get(kind="library.document").fate == Fate.MISSING
    assert 'href="https://old.example/files/gone.pdf"' in Article.objects.get().body


def test_files_that_no_library_takes_are_named_in_the_report(in_english):
    entry = one(item(1, body=f'<p><a href="{UPLOADS}/2019/all.zip">全部</a></p>'))
    assert "all.zip" in " ".join(entry.notes)


# --- Links to documents, whoever made them ----------------------------------------------------------------------------


@pytest.fixture
def paper():
    return builders.document(title="白皮書")


def linked(paper, editor, **more):
    body = f'<p>拿<a href="{paper.staff_url}">白皮書</a></p>'
    return builders.article("題", body=body, by=editor, **more)


def test_a_link_to_a_document_follows_it_and_makes_it_public_only_while_the_text_is(paper, editor, client):
    article = linked(paper, editor, live=True)
    assert f'data-to="library.document:{paper.pk}"' in Article.objects.get().body
    assert f'href="{paper.public_url}"' in client.get(article.get_absolute_url()).content.decode()
    assert client.get(paper.public_url).status_code == 200
    article.unpublish(by=editor)
    assert client.get(paper.public_url).status_code == 404


def test_the_public_address_of_a_document_is_known_too(paper, editor):
    body = f'<p><a href="{paper.public_url}">白皮書</a></p>'
    builders.article("題", body=body, by=editor, live=True)
    assert Usage.objects.get().document == paper


def test_a_document_of_a_draft_is_known_to_be_needed(paper, editor):
    article = builders.article("題", by=editor, live=True)
    data = article.working_copy()
    data["fields"]["body"] = linked(paper, editor).body
    article.save_draft(data, by=editor, token=article.edit_token(article.draft()))
    assert article in list(drafts_showing(paper))


def test_a_page_asks_the_same_number_of_queries_for_two_documents_as_for_one(paper, editor, client):
    first = linked(paper, editor, live=True, slug="one")
    other = builders.document("b.txt", "別的", title="別的")
    body = f'{first.body}<p><a href="{other.staff_url}">別的</a></p>'
    second = builders.article("題二", body=body, by=editor, live=True, slug="two", channel=first.channel)

    def asked(article):
        with CaptureQueriesContext(connection) as queries:
            client.get(article.get_absolute_url() + "?x=1")
        return sum("library_document" in query["sql"] for query in queries)

    assert asked(second) == asked(first)


def test_a_link_to_a_document_travels_by_the_name_of_its_file(paper, editor):
    linked(paper, editor, live=True)
    told = {entry.kind: entry for batch in batches(What()) for entry in batch.entries}
    assert f'href="{told["library.document"].key}"' in json.dumps(told["articles.article"].fields["body"]).replace(
        "\\", ""
    )
