"""Turn the texts of `demo.content` into a site: people, pictures, services, cases, articles, pages, enquiries.

Everything goes through the same doors as an editor's work: pictures through the upload gate, texts through the
sanitiser, publications through `publish()`.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Author, Channel, Series, Source, Tag
from cms.library.models import Picture
from cms.people.models import User
from cms.site.models import ContactChannel, Identity, MenuItem, Promotion, Snippet
from cms.workbench.models import Template
from demo import enquiries, forms, pictures, questions
from demo.content import articles as news
from demo.content import cases, pages, people, services, site, templates
from demo.content.shapes import Package as PackageText
from demo.content.shapes import Result as ResultText
from leads.models import Form
from pages.models import Page
from services.models import CaseStudy, Industry, Result, Service


def is_loaded() -> bool:
    return User.objects.filter(username=people.PEOPLE[-1].username).exists()


@transaction.atomic
def load(passwords: dict[str, str], drawn: Iterable[tuple[str, bytes]] | None = None) -> None:
    """Load everything, or nothing; `passwords` is one for each role, `drawn` the pictures if they are ready."""
    load_people(passwords)
    Loader(User.objects.get(username="editor"), drawn or pictures_in_turn()).load()
    enquiries.load()
    questions.load(User.objects.get(username="editor"))


def load_people(passwords: dict[str, str]) -> None:
    """Those who are not here yet: a site that was loaded earlier gets the roles that are new."""
    for person in people.PEOPLE:
        if User.objects.filter(username=person.username).exists():
            continue
        password = passwords[person.role]
        user = User.objects.create_user(
            person.username, person.email, password, display_name=person.display_name, is_staff=True
        )
        user.groups.add(Group.objects.get(name=person.role))


def pictures_in_turn() -> Iterable[tuple[str, bytes]]:
    return ((key, pictures.draw(key)) for key in pictures.PICTURES)


def days_ago(days: int, at: str = "09:30") -> datetime:
    """That day and time of day in the site's zone."""
    day = timezone.localdate() - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(at)))


class Loader:
    """Loads in the order in which things refer to each other; texts last, when every link has its target."""

    def __init__(self, editor, drawn: Iterable[tuple[str, bytes]]):
        self.editor = editor
        self.drawn = drawn
        self.pictures: dict[str, Picture] = {}

    def load(self):
        self.load_pictures()
        self.load_site()
        forms.load(self.editor)
        made = [
            *self.load_services(),
            *self.load_cases(),
            *self.load_articles(),
            *self.load_series(),
            *self.load_pages(),
        ]
        for thing, texts, at in made:
            for name, html in texts.items():
                setattr(thing, name, self.translated(html))
            thing.save()
            self.translate_answers(thing)
            thing.publish_working_copy(by=self.editor, at=at)
        self.load_voices()
        self.load_templates()
        for position, entry in enumerate(site.MENU):
            MenuItem.objects.create(
                label=entry.label, second_label=entry.second_label, address=entry.path, position=position
            )

    def load_pictures(self):
        for key, data in self.drawn:
            about = pictures.PICTURES[key]
            upload = SimpleUploadedFile(about["name"], data)
            self.pictures[key] = Picture.objects.receive(
                upload, by=self.editor, alt=about["alt"], credit=about["credit"]
            )

    def load_site(self):
        said = site.IDENTITY
        Identity.objects.create(
            name=said.name,
            latin_name=said.latin_name,
            legal_name=said.legal_name,
            slogan=said.slogan,
            speciality=said.tagline,
            founded_year=said.founded_year,
            description=said.description,
            icp_number=said.icp_number,
            police_number=said.police_number,
            share_picture=self.picture(said.share_picture),
        )
        for position, channel in enumerate(site.CHANNELS):
            ContactChannel.objects.create(
                kind=channel.kind,
                label=channel.label,
                value=channel.value,
                link=channel.link,
                valid_from=None if channel.from_days is None else days_ago(-channel.from_days),
                valid_until=None if channel.until_days is None else days_ago(-channel.until_days),
                position=position,
            )

    def load_voices(self):
        """What stands around every article: a greeting, closing words, a promotion."""
        common = {"created_by": self.editor}
        closing = {"action_label": site.CLOSING_BUTTON, "body": site.CLOSING}
        link = "https://example.com/shanjing"
        for thing in (
            Snippet.objects.create(title="文章開場", placement="lead_in", body=site.LEAD_IN, **common),
            Snippet.objects.create(title="文章結尾", placement="closing", **closing, **common),
            Promotion.objects.create(
                title=site.PROMOTION_TITLE, text=site.PROMOTION_TEXT, placement="after_body", link=link, **common
            ),
        ):
            thing.publish_working_copy(by=self.editor)
        thing.expire_at(days_ago(-60), by=self.editor)

    def load_templates(self):
        """Each kept from an article made for it, as an editor would, which then goes."""
        for text in templates.BEGINNINGS:
            fields = {
                "title": text.title,
                "summary": text.summary,
                "body": text.body,
                "channel": Channel.objects.first(),
            }
            row = Article.objects.create(created_by=self.editor, **fields)
            for position, question in enumerate(text.faqs):
                row.faqs.create(position=position, question=question, answer="<p>（回答）</p>")
            Template.objects.save_from(row, by=self.editor, name=text.name, description=text.description)
            row.delete()

    def load_services(self):
        for position, text in enumerate(services.SERVICES):
            row = Service.objects.create(
                **self.common(text),
                cover=self.picture(text.cover),
                for_whom="\n".join(text.for_whom),
                not_for="\n".join(text.not_for),
                price_note=text.price_note,
                position=position,
            )
            for place, step in enumerate(text.steps):
                row.steps.create(position=place, **asdict(step))
            for place, package in enumerate(text.packages):
                row.packages.create(position=place, **priced(package))
            for place, faq in enumerate(text.faqs):
                row.faqs.create(position=place, **asdict(faq))
            yield row, {"body": text.body}, days_ago(text.days_ago)

    def load_cases(self):
        industries = {text.slug: Industry.objects.create(**asdict(text)) for text in cases.INDUSTRIES}
        for text in cases.CASES:
            row = CaseStudy.objects.create(
                **self.common(text),
                client=text.client,
                industry=industries[text.industry],
                is_example=text.is_example,
                permission=text.permission,
                permission_note=text.permission_note,
                client_words=text.client_words,
                client_words_by=text.client_words_by,
                cover=self.picture(text.cover),
            )
            row.services.set(Service.objects.filter(slug__in=text.services))
            for position, result in enumerate(text.results):
                row.results.create(position=position, **measured(result))
            for position, (key, caption) in enumerate(text.gallery):
                row.gallery.create(position=position, picture=self.picture(key), caption=caption)
            yield row, {"problem": text.problem, "action": text.action}, days_ago(text.days_ago)

    def load_articles(self):
        sources = self.load_what_articles_refer_to()
        author_account = User.objects.get(username="author")
        own = {person.author for person in people.PEOPLE if person.role == "author"}
        for text in news.ARTICLES:
            row = Article.objects.create(
                **self.common(text),
                channel=Channel.objects.get(slug=text.channel),
                author=Author.objects.get(slug=text.author),
                reviewer=Author.objects.filter(slug=text.reviewer).first(),
                source=sources[text.source],
                origin=text.origin,
                canonical_url=text.canonical_url,
                subtitle=text.subtitle,
                cover=self.picture(text.cover),
                form_below=text.form_below,
            )
            if text.author in own:
                row.created_by = author_account
            row.tags.set(Tag.objects.filter(slug__in=text.tags))
            row.services.set(Service.objects.filter(slug__in=text.services))
            for position, cited in enumerate(text.citations):
                read_on = timezone.localdate() - timedelta(days=cited.accessed_days_ago)
                row.citations.create(
                    position=position,
                    title=cited.title,
                    publisher=cited.publisher,
                    url=cited.url,
                    accessed_on=read_on,
                )
            for position, variant in enumerate(text.variants):
                row.variants.create(position=position, text=variant.text, answer=variant.answer)
            yield row, {"body": text.body}, days_ago(text.days_ago, text.at)
        self.load_what_points_to_articles()

    def load_what_points_to_articles(self):
        """Pins, and questions whose answers may link to any article: once all articles are there."""
        rows = Article.objects.in_bulk([text.slug for text in news.ARTICLES], field_name="slug")
        for text in news.ARTICLES:
            for position, slug in enumerate(text.pins):
                rows[text.slug].pins.create(position=position, target=rows[slug])
            for position, faq in enumerate(text.faqs):
                answer = self.translated(faq.answer)
                rows[text.slug].faqs.create(position=position, question=faq.question, answer=answer)

    def load_series(self):
        for text in news.SERIES:
            row = Series.objects.create(**self.common(text), cover=self.picture(text.cover))
            for position, slug in enumerate(text.articles):
                row.entries.create(position=position, article=Article.objects.get(slug=slug))
            yield row, {"body": text.body}, days_ago(text.days_ago)

    def load_what_articles_refer_to(self):
        """Channels, tags, authors and sources; returns the sources by slug, which they do not keep."""
        for position, channel in enumerate(news.CHANNELS):
            values = {"name": channel.name, "hue": channel.hue, "description": channel.description}
            Channel.objects.create(slug=channel.slug, position=position, **values)
        for tag in news.TAGS:
            Tag.objects.create(slug=tag.slug, name=tag.name, description=tag.description)
        for author in news.AUTHORS:
            portrait = self.picture(author.portrait)
            Author.objects.create(
                slug=author.slug, name=author.name, role=author.role, bio=author.bio, portrait=portrait
            )
        return {
            source.slug: Source.objects.create(name=source.name, url=source.url, licence=source.licence)
            for source in news.SOURCES
        }

    def load_pages(self):
        """The rows first, so that texts may lead to any of them; then what they are made of."""
        made = {text.path: self.load_page(text) for text in pages.PAGES}
        for text in pages.PAGES:
            for position, content in enumerate(text.sections):
                made[text.path].sections.create(position=position, content=self.section(content))
            yield made[text.path], {}, days_ago(400)

    def load_page(self, text):
        above, _slash, slug = text.slug.rpartition("/")
        return Page.objects.create(
            slug=slug,
            parent=Page.objects.filter(path=above).first() if above else None,
            title=text.title,
            summary=text.summary,
            seo_title=text.seo_title,
            kind=text.kind,
            created_by=self.editor,
        )

    def section(self, content: dict) -> dict:
        """The section with keys of pictures and slugs turned into what the site knows them by."""
        values = {name: self.section_value(name, value) for name, value in content.items()}
        if "rows" in content:
            values["rows"] = [self.section(row) for row in content["rows"]]
        return values

    def section_value(self, name, value):
        if name == "picture":
            return self.pictures[value].pk
        if name in {"service", "channel", "industry"}:
            return {"service": Service, "channel": Channel, "industry": Industry}[name].objects.get(slug=value).pk
        if name == "form":
            return Form.objects.get(key=value).pk
        return self.translated(value) if isinstance(value, str) and "<" in value else value

    def common(self, text) -> dict:
        return {"title": text.title, "slug": text.slug, "summary": text.summary, "created_by": self.editor}

    def picture(self, key):
        return self.pictures[key] if key else None

    def translated(self, html: str) -> str:
        """The text with keys of pictures and slugs of links turned into ids."""
        html = re.sub(r'data-picture="([a-z0-9-]+)"', self.picture_reference, html)
        return re.sub(r'data-to="([a-z.]+):([a-z0-9/-]+)"', link_reference, html)

    def translate_answers(self, thing):
        """The questions beside a text may link too, once every link has its target."""
        for row in thing.faqs.all() if hasattr(thing, "faqs") else ():
            row.answer = self.translated(row.answer)
            row.save()

    def picture_reference(self, match):
        picture = self.pictures[match[1]]
        return f'data-picture="{picture.pk}" src="{picture.staff_url}"'


def link_reference(match) -> str:
    models = {model._meta.label_lower: model for model in (Article, Service, CaseStudy, Page)}
    by_address = {"path" if match[1] == "pages.page" else "slug": match[2]}
    target = models[match[1]].objects.get(**by_address)
    return f'data-to="{match[1]}:{target.pk}" href="{target.get_absolute_url()}"'


def priced(text: PackageText) -> dict:
    """The columns of a package."""
    return {
        "name": text.name,
        "amount": Decimal(text.amount.replace(",", "")) if text.amount else None,
        "unit": text.unit,
        "is_from": text.is_from,
        "price_text": text.price,
        "included": "\n".join(text.included),
        "note": text.note,
    }


def measured(text: ResultText) -> dict:
    """The columns of a result; how it is shown follows from the headline that the text promises."""
    shown_as = Result.ShownAs.AFTER
    if text.headline.endswith("×"):
        shown_as = Result.ShownAs.TIMES
    elif text.headline[0] in "+−" and text.headline.endswith("%"):
        shown_as = Result.ShownAs.CHANGE
    return {
        "label": text.label,
        "before": Decimal(text.before.replace(",", "")) if text.before else None,
        "after": Decimal(text.after.replace(",", "")),
        "unit": text.unit,
        "period": text.period,
        "evidence": text.evidence,
        "shown_as": shown_as,
    }
