"""How a reader hears that a question was answered."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from articles.models.questions import ANSWERED, Question
from cms.intake.texts import one_line
from cms.outbox.models import Delivery
from cms.outbox.subscribers import subscribe


@subscribe(ANSWERED)
def mail_asker(event) -> None:
    """One mail to the address that the reader left for it, which is forgotten with that."""
    question = Question.objects.filter(pk=event.object_id).select_related("article").first()
    if question is None or not question.email or not question.is_live:
        return
    address = settings.SITE_URL + question.article.get_absolute_url()
    context = {"question": question, "article": question.article, "url": f"{address}#question-{question.pk}"}
    with translation.override(settings.LANGUAGE_CODE):
        Delivery.objects.send_mail(
            to=[question.email],
            subject=_("Your question about “%(title)s” is answered") % {"title": one_line(question.article.title)},
            text=render_to_string("emails/question_answered.txt", context),
            html=render_to_string("emails/question_answered.html", context),
            event=event,
            key=f"question-{question.pk}",
        )
    question.email = ""
    question.save(update_fields=["email"])
