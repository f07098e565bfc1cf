"""What leaves comes back: every thing of the demo as an entry and as a snapshot again."""

import json
import re

import pytest

from cms.library.models import Document, Picture
from cms.publishing import snapshots
from cms.publishing.kinds import publishable_models
from demo import builders
from reach.entries import Entry
from reach.travelling import Outward, called, entry_of, snapshot_of

pytestmark = pytest.mark.django_db
ATTRIBUTE, ATTRIBUTES = re.compile(r' [a-z-]+="[^"]*"'), re.compile(r'(?: [a-z-]+="[^"]*")+')


class AsItWas:
    """An importer for which everything is here under the names that it left with."""

    def picture(self, ref):
        return next((row.pk for row in Picture.objects.all() if called(row) == ref), None)

    def document(self, ref):
        return next((row.pk for row in Document.objects.all() if called(row) == ref), None)

    def thing(self, address):
        for model in publishable_models():
            for row in model.objects.all():
                if address and row.get_absolute_url() == address:
                    return f"{model._meta.label_lower}:{row.pk}", address
        return None

    def row(self, model, name):
        return next((row.pk for row in model.objects.all() if called(row) == name), None)


class Nobody(AsItWas):
    """An importer who knows nothing."""

    def picture(self, ref):
        return None

    document = thing = picture

    def row(self, model, name):
        return None


def left(thing, data=None) -> Entry:
    data = data or snapshots.read(thing)
    names = Outward()
    names.gather(type(thing), data)
    names.load()
    return Entry.from_json(json.loads(json.dumps(entry_of(thing, data, names).as_json())))


def came_back(entry, thing, resolve=None, left_out=None) -> dict:
    return snapshot_of(entry, type(thing), resolve or AsItWas(), seed=str(thing.uuid), left_out=left_out)


def alike(data):
    """A snapshot without the ids of its parts, and its texts with the attributes of each tag in one order."""
    if isinstance(data, dict):
        return {name: alike(value) for name, value in data.items() if name != "id" and value != []}
    if isinstance(data, list):
        return [alike(value) for value in data]
    if isinstance(data, str) and "<" in data:
        return ATTRIBUTES.sub(lambda found: "".join(sorted(ATTRIBUTE.findall(found[0]))), data)
    return data


def everything():
    return [thing for model in publishable_models() for thing in model.objects.order_by("pk")]


def test_everything_of_the_demo_comes_back_as_it_left(demo_site):
    things = everything()
    assert {type(thing) for thing in things} == set(publishable_models())
    for thing in things:
        notes: list[str] = []
        back = came_back(left(thing), thing, left_out=notes)
        assert alike(back) == alike(snapshots.take(thing)), thing
        assert not notes


def test_no_key_of_this_database_leaves(demo_site):
    for thing in everything():
        said = json.dumps(left(thing).as_json(), ensure_ascii=False)
        assert not re.search(r"data-to|data-picture|/admin/|[a-z]\.[a-z]+:\d", said), said
        numbers = {name for name, value in left(thing).fields.items() if type(value) is int}
        assert numbers <= {"position"}


def test_a_row_that_is_quickly_read_says_what_its_gates_would_say(demo_site):
    for thing in everything():
        assert snapshots.read(thing) == snapshots.take(thing)


def test_parts_get_the_same_new_ids_whenever_they_are_read(db):
    article = builders.article(faqs=[{"question": "問", "answer": "<p>答</p>"}] * 2)
    entry = left(article)
    ids = [row["id"] for row in came_back(entry, article)["parts"]["faqs"]]
    assert ids == [row["id"] for row in came_back(entry, article)["parts"]["faqs"]]
    assert len(set(ids)) == 2
    assert not {str(row.pk) for row in article.faqs.all()} & set(ids)


def test_a_link_leads_to_where_its_target_is_today_live_or_not(db):
    target = builders.article("目標", slug="target")
    article = builders.article(body='<p><a href="/news/target/?a=1#s-x">看</a></p>')
    target.slug = "moved"
    target.save()
    entry = left(article)
    assert entry.fields["body"] == '<p><a href="/news/moved/?a=1#s-x">看</a></p>'
    back = came_back(entry, article)["fields"]["body"]
    assert back == f'<p><a href="/news/moved/?a=1#s-x" data-to="articles.article:{target.pk}">看</a></p>'


def test_an_address_that_is_whole_only_with_its_question_loses_it_when_it_is_known(db):
    class Elsewhere(Nobody):
        def thing(self, address):
            return ("articles.article:7", "/news/seven/") if address.endswith("/?p=7") else None

    article = builders.article()
    body = '<p><a href="https://old.example/?p=7#x">看</a> <a href="https://old.example/?p=8">那</a></p>'
    back = came_back(Entry("articles.article", "1", {"body": body}), article, Elsewhere())
    assert back["fields"]["body"] == (
        '<p><a href="/news/seven/#x" data-to="articles.article:7">看</a> <a href="https://old.example/?p=8">那</a></p>'
    )


def test_keys_that_come_in_from_elsewhere_mean_nothing_here(db):
    picture, target = builders.picture(), builders.article("別的", slug="other")
    article = builders.article()
    body = (
        f'<p>一<img src="media/x.png" data-picture="{picture.pk}" alt=""></p>'
        f'<p><img src="/admin/library/picture/{picture.pk}/file/" alt=""></p>'
        f'<p><a href="https://example.com/" data-to="articles.article:{target.pk}">二</a></p>'
    )
    snippet = builders.snippet(scope="")
    notes: list[str] = []
    back = came_back(Entry("articles.article", "1", {"body": body, "cover": picture.pk}), article, left_out=notes)
    assert back["fields"] == {"body": '<p>一</p><p><a href="https://example.com/">二</a></p>', "cover": None}
    assert len(notes) == 3
    assert came_back(Entry("site.snippet", "1", {"scope": "articles.channel:1"}), snippet)["fields"] == {"scope": ""}


def test_what_is_not_known_is_left_out_with_a_sentence(demo_site, in_english):
    for thing in everything():
        entry = left(thing)
        notes: list[str] = []
        back = came_back(entry, thing, Nobody(), left_out=notes)
        assert not any(back["m2m"].values())
        named = [
            one for one in snapshots.content_fields(type(thing)) if one.remote_field and entry.fields.get(one.name)
        ]
        assert len(notes) >= len(named)
        assert all(back["fields"].get(one.name) is None for one in named)


@pytest.mark.parametrize("value", [7, True, [], {}, ["x"], {"name": ["x"]}, "\0", "x" * 3_000_000, [[]], [None]])
def test_a_value_of_the_wrong_kind_never_breaks_the_reading(db, value):
    for model in publishable_models():
        fields = {one.name: value for one in [*snapshots.content_fields(model), *snapshots.content_m2m(model)]}
        parts = {
            relation.get_accessor_name(): [
                {one.name: value for one in snapshots.part_fields(relation)},
                {"content": {"kind": "cases", "picked": value, "service": value, "rows": value}},
                {"content": {"kind": "logos", "rows": [{"picture": value, "link": value}, value]}},
                value,
            ]
            for relation in model.part_relations()
        }
        for made in (parts, dict.fromkeys(parts, value)):
            snapshot = snapshot_of(Entry(model._meta.label_lower, "1", fields, made), model, Nobody(), seed="1")
            json.dumps(snapshot)
            snapshots.overlay(model(), snapshot, [])


def test_a_section_keeps_its_pictures_links_and_picks(db):
    picture, service, channel = builders.picture(), builders.service("品牌", slug="brand"), builders.channel()
    article = builders.article("題", slug="one")
    link = {"href": "/services/brand/#x", "to": f"services.service:{service.pk}"}
    answer = f'<p>字<img src="/admin/library/picture/{picture.pk}/file/" alt="" data-picture="{picture.pk}"></p>'
    page = builders.page(
        sections=[
            {"kind": "hero", "picture": picture.pk, "link": link},
            {"kind": "news", "picked": [article.pk], "channel": channel.pk, "service": service.pk, "limit": 3},
            {"kind": "logos", "rows": [{"name": "客", "picture": picture.pk, "link": None}]},
            {"kind": "faq", "rows": [{"question": "問", "answer": answer}]},
        ]
    )
    hero, news, logos, faq = [row["content"] for row in left(page).parts["sections"]]
    ref = called(picture)
    assert (hero["picture"], hero["link"]) == (ref, "/services/brand/#x")
    assert news["picked"] == ["/news/one/"]
    assert news["channel"] == {"name": channel.name, "slug": channel.slug}
    assert news["service"] == "/services/brand/"
    assert logos["rows"][0]["picture"] == ref
    assert f'src="{ref}"' in faq["rows"][0]["answer"]
    assert alike(came_back(left(page), page)) == alike(snapshots.take(page))


def test_a_snippet_says_by_name_where_it_is_narrowed_to(db):
    channel = builders.channel()
    snippet = builders.snippet(scope=f"articles.channel:{channel.pk}")
    entry = left(snippet)
    assert entry.fields["scope"] == {"kind": "articles.channel", "name": channel.name, "slug": channel.slug}
    assert came_back(entry, snippet)["fields"]["scope"] == snippet.scope
