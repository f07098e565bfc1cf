"""What the editors' first page says of readers' questions: nothing while nobody waits."""

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models.questions import Question
from cms.desk.figures import Figure, figures
from cms.desk.panels import panel

SHOWN = 6


@panel("admin/articles/questions_panel.html", permission="articles.change_question", order=15)
def waiting_questions(request):
    """Who waits longest comes first."""
    waiting = Question.objects.waiting()
    rows = list(waiting.select_related("article").order_by("asked_at", "pk")[:SHOWN])
    quarantined = Question.objects.filter(state=Question.State.NEW, is_quarantined=True).count()
    if not rows and not quarantined:
        return None
    return {"questions": rows, "count": waiting.count(), "quarantined": quarantined}


@figures(permission="articles.change_question", order=20)
def asked_and_answered(request, weeks):
    """What looks like the work of a machine is no question; an answer counts when readers first saw it."""
    asked = Question.objects.filter(is_quarantined=False)
    answered = Question.objects.filter(state=Question.State.PUBLISHED)
    address = reverse("admin:articles_question_changelist")
    return [
        Figure(
            _("Questions asked"),
            asked.filter(asked_at__gte=weeks.middle, asked_at__lt=weeks.now).count(),
            asked.filter(asked_at__gte=weeks.before, asked_at__lt=weeks.middle).count(),
            address,
        ),
        Figure(
            _("Questions answered"),
            answered.filter(published_at__gte=weeks.middle, published_at__lt=weeks.now).count(),
            answered.filter(published_at__gte=weeks.before, published_at__lt=weeks.middle).count(),
            address,
        ),
    ]
