"""The kinds of sections, in the order in which editors are offered them."""

import json
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Channel
from cms.pagecache.models import memo
from cms.publishing.models import Faq
from cms.publishing.shape_fields import LinkFormField, PictureFormField, short_rich_text
from cms.publishing.shapes import Row
from cms.richtext.fields import RichTextFormField
from leads.models import Form as AskedForm
from pages.fields import KeyField, PickedField, RuleField
from pages.sections import Kind, kind
from services.models import CaseStudy, Industry, Service


def line(label, *, longest=80, required=False, **options):
    return forms.CharField(label=label, max_length=longest, required=required, **options)


def lines(label, *, longest=400, required=False, **options):
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=longest, required=required, widget=area, **options)


def small_label():
    return line(_("small label"), longest=20, help_text=_("Latin letters above the heading, such as SERVICE."))


@kind("hero")
class Hero(Kind):
    """The opening of a page: a promise, a sentence, one or two ways on."""

    label, icon = _("Opening"), "landscape"
    about = _("A large heading with a sentence and buttons; above everything else, it opens the page.")
    is_opening = True
    is_tinted = None  # type: ignore[assignment]  # it has a ground of its own

    heading = line(_("heading"), help_text=_("Left empty, the title of the page."))
    lead = lines(_("sentence below"), longest=300)
    button = line(_("button"), longest=20, help_text=_("Says what happens, as in 免費諮詢."))
    link = LinkFormField(label=_("the button leads to"))
    second_button = line(_("second button"), longest=20)
    second_link = LinkFormField(label=_("the second button leads to"))
    picture = PictureFormField(label=_("picture"), help_text=_("Left empty, ridges are drawn."))


@kind("text")
class Text(Kind):
    """Rich text."""

    label, icon = _("Text"), "article"
    about = _("Running text with headings, lists, pictures and tables.")

    heading = line(_("heading"))
    body = RichTextFormField(label=_("text"))
    has_contents = forms.BooleanField(
        label=_("list of contents beside it"), required=False, help_text=_("Made from the headings in the text.")
    )
    is_statement = forms.BooleanField(
        label=_("set large"), required=False, help_text=_("For a few sentences that are to be read slowly.")
    )


class Items(Kind):
    """A list of things: picked by hand, else the first that its rules find."""

    model: Any
    needs = "things"
    last = ("limit", *Kind.last)

    small_label = small_label()
    heading = line(_("heading"))
    lead = lines(_("sentence below"), longest=200)
    limit = forms.IntegerField(label=_("at most"), min_value=1, max_value=12, initial=4)

    @classmethod
    def context(cls, content):
        known = json.dumps([content, cls.name], sort_keys=True)
        name = f"pages.{cls.name}.{sha256(known.encode()).hexdigest()[:20]}"
        return {"things": memo(name, lambda: cls.things(content)), "more": reverse(cls.all_of_them)}

    @classmethod
    def things(cls, content) -> list:
        live = cls.model.objects.live().for_listing()
        if picked := content.get("picked"):
            found = {thing.pk: thing for thing in live.with_keys(picked)}
            return [found[key] for key in picked if key in found]
        for name, field in cls.base_fields.items():
            if isinstance(field, RuleField) and content.get(name):
                live = field.narrow(live, content[name])
        return list(live[: content.get("limit") or 4])


@kind("services")
class Services(Items):
    label, icon = _("Services"), "design_services"
    about = _("What the agency offers, numbered.")
    model, all_of_them = Service, "services:list"

    picked = PickedField(Service, label=_("services"))


@kind("cases")
class Cases(Items):
    label, icon = _("Cases"), "workspace_premium"
    about = _("Case studies with their leading result in large figures.")
    model, all_of_them = CaseStudy, "services:cases"

    picked = PickedField(CaseStudy, label=_("cases"))
    service = RuleField(Service, "about", label=_("only those that prove"))
    industry = RuleField(Industry, "in_industry", label=_("only of the industry"))


@kind("news")
class News(Items):
    label, icon = _("News"), "newspaper"
    about = _("The latest articles, or those that were picked.")
    model, all_of_them = Article, "articles:list"

    picked = PickedField(Article, label=_("articles"))
    channel = RuleField(Channel, "in_channel", label=_("only of the channel"))
    service = RuleField(Service, "about", label=_("only about"))


class Figure(Row):
    figure = line(_("figure"), longest=12, required=True, help_text=_("With its unit, as in 18 年 or 71%."))
    label = line(_("what it counts"), longest=40, required=True)
    note = line(_("since when, how measured"), longest=80)


@kind("numbers")
class Numbers(Kind):
    label, icon = _("Numbers"), "monitoring"
    about = _("Two to six figures, large, each with what it counts.")
    needs = "rows"
    row, row_label = Figure, _("Figure")

    heading = line(_("heading"))


@kind("quote")
class Quote(Kind):
    label, icon = _("Quote"), "format_quote"
    about = _("What somebody said, alone on its ground.")

    words = lines(_("words"), longest=300, required=True, help_text=_("Without quotation marks; they are set."))
    by = line(_("said by"))
    picture = PictureFormField(label=_("portrait"))


class Client(Row):
    name = line(_("name"), longest=30, required=True)
    picture = PictureFormField(label=_("logo"), help_text=_("Left empty, the name is set in type."))
    link = LinkFormField(label=_("leads to"))


@kind("logos")
class Logos(Kind):
    label, icon = _("Clients"), "domain"
    about = _("Names or logos of clients who agreed to be named.")
    needs = "rows"
    row, row_label = Client, _("Client")

    heading = line(_("heading"))
    note = line(_("note below"), longest=120)


class Step(Row):
    title = line(_("step"), longest=40, required=True)
    text = lines(_("what happens"), longest=300)
    when = line(_("when, how long"), longest=30)


@kind("steps")
class Steps(Kind):
    label, icon = _("Steps"), "format_list_numbered"
    about = _("What happens one after the other, numbered.")
    needs = "rows"
    row, row_label = Step, _("Step")

    heading = line(_("heading"))
    lead = lines(_("sentence below"), longest=200)


class Question(Row):
    question = line(_("question"), longest=200, required=True)
    answer = short_rich_text(label=_("answer"))


@kind("faq")
class Questions(Kind):
    label, icon = _("Questions and answers"), "quiz"
    about = _("Questions that fold open; search engines learn of them too.")
    needs = "rows"
    row, row_label = Question, _("Question")

    heading = line(_("heading"))

    @classmethod
    def context(cls, content):
        return {"faqs": cls.faqs(content)}

    @classmethod
    def faqs(cls, content):
        return [Faq(row["question"], row["answer"]) for row in content.get("rows") or []]


@kind("form")
class Form(Kind):
    label, icon = _("Form"), "edit_note"
    about = _("The form with which a prospect asks; a page has room for one.")
    is_once = True

    heading = line(_("heading"))
    body = short_rich_text(label=_("text beside the form"), required=False)
    form = KeyField(
        AskedForm, label=_("which form"), help_text=_("Left empty, the plain one: name, contact and message.")
    )
    has_channels = forms.BooleanField(label=_("show how else to reach us"), required=False)


@kind("cards")
class Cards(Kind):
    label, icon = _("Ways to reach us"), "contact_phone"
    about = _("Phone, WeChat, mail, address and hours, as they are kept for the whole site.")
    is_once = True

    heading = line(_("heading"))
    lead = lines(_("sentence below"), longest=200)


@kind("call")
class Call(Kind):
    label, icon = _("Call to action"), "campaign"
    about = _("A heading, a sentence and a button: what the reader can do now.")

    heading = line(_("heading"), required=True)
    lead = lines(_("sentence below"), longest=300)
    button = line(_("button"), longest=20, required=True)
    link = LinkFormField(label=_("the button leads to"), required=True)
    second_button = line(_("second button"), longest=20)
    second_link = LinkFormField(label=_("the second button leads to"))

    def clean(self):
        said = super().clean()
        if said.get("second_button") and not said.get("second_link") and "second_link" not in self.errors:
            raise ValidationError({"second_link": _("Say where the button leads to.")})
        return said
