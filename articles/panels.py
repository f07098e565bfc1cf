"""What the editors' first page says of readers' questions: nothing while nobody waits."""

from articles.models.questions import Question
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
