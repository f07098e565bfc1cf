"""Letters about a review, written with what they tell of, or rows of a digest; nobody hears of their own deed."""

from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from cms.intake.texts import one_line
from cms.people import letters, telling
from cms.people.models import How

KIND = "review"
SUBJECTS = {
    "submitted": _("To review: “%(title)s”"),
    "approved": _("Approved: “%(title)s”"),
    "sent_back": _("Sent back: “%(title)s”"),
    "commented": _("New comment on “%(title)s”"),
    "signed_off": _("The client has signed off “%(title)s”"),
    "wants_changes": _("The client asks for changes to “%(title)s”"),
}
SAID = {
    "submitted": _("%(who)s asks you to review this:"),
    "approved": _("%(who)s has approved your text:"),
    "sent_back": _("%(who)s has sent your text back:"),
    "commented": _("%(who)s wrote a comment on this:"),
    "signed_off": _("%(who)s has signed this off:"),
    "wants_changes": _("%(who)s asks for changes to this:"),
}


def page_of(thing) -> str:
    """Where colleagues read, comment and decide."""
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_review", args=[thing.pk])


def submitted(submission, thing) -> None:
    tell("submitted", submission.deciders(thing), thing, by=submission.by, words=submission.note, own=submission)


def approved(submission, thing) -> None:
    tell("approved", authors_of(submission, thing), thing, by=submission.closed_by)


def sent_back(submission, thing) -> None:
    tell("sent_back", authors_of(submission, thing), thing, by=submission.closed_by, words=submission.reason)


def commented(comment, thing) -> None:
    """Whose text it is, who handed it in, who made the client's link, and everybody in the thread."""
    first = comment.parent or comment
    people = [thing.created_by, first.by, *(reply.by for reply in first.replies.all())]
    people += [comment.link.by if comment.link else None, comment.revision.by]
    tell("commented", people, thing, by=comment.by, who=comment.who, words=comment.text)


def signed_off(signoff, link) -> None:
    verb = "signed_off" if signoff.is_approval else "wants_changes"
    people = [link.by, link.thing.created_by]
    tell(verb, people, link.thing, by=None, who=signoff.name, words=signoff.text)


def authors_of(submission, thing) -> list:
    return [submission.by, thing.created_by]


def tell(verb, people, thing, *, by, who="", words="", own=None) -> None:
    """One letter for each of these people who may open the thing, but not for who did it."""
    User = get_user_model()
    keys = {person.pk for person in people if person} - {by and by.pk}
    if own:
        keys -= {person.pk for person in people if own.is_own(person)}
    title, link = one_line(title_of(thing), 80), page_of(thing)
    for person in User.objects.filter(pk__in=keys, is_active=True).exclude(email="").order_by("pk"):
        if thing.may_be_edited_by(person):
            told = {"who": one_line(who) or by, "title": title}
            with translation.override(person.language):
                subject, sentence = SUBJECTS[verb] % told, SAID[verb] % told
            context = {"sentence": sentence, "title": title, "words": words, "link": link}
            pass_on(person, thing, subject, context)


def pass_on(person, thing, subject: str, context: dict) -> None:
    """As this person wants to hear of reviews."""
    way, now = telling.how(person, KIND), timezone.now()
    if way == How.AT_ONCE:
        letters.write(person, person.email, "review", partial(str, subject), context, at=person.awake_at(now))
    elif way == How.DIGEST:
        data = {"subject": subject, "link": context["link"]}
        telling.tell(person, KIND, thing, key=now.isoformat(), data=data)


def line(news) -> telling.Line | None:
    """A row of a digest, while the thing is there and still this person's to open."""
    if news.obj is None or not news.obj.may_be_edited_by(news.person):
        return None
    return telling.Line(news.data["subject"], news.data["link"])


def letter(news) -> telling.Letter | None:
    """Never asked for: what is told at once is written with the deed."""
    found = line(news)
    return telling.Letter(found.words, settings.SITE_URL + found.link) if found else None


telling.register(
    telling.Kind(
        name=KIND,
        label=_("Reviews: what waits for me, and what became of mine"),
        is_for=lambda person: person.has_module_perms("articles") or person.has_module_perms("pages"),
        letter=letter,
        line=line,
    )
)


def title_of(thing) -> str:
    """The newest title, which the row need not have yet."""
    return str(thing.working_copy()["fields"].get("title") or thing)
