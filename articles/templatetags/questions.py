"""問大家 below an article: `{% load questions %}{% reader_questions article %}`."""

from django import template

from articles.forms import QuestionForm
from articles.models.questions import Question

register = template.Library()


@register.inclusion_tag("articles/questions.html", takes_context=True)
def reader_questions(context, article):
    """The answered questions and the form for a new one; no query while nothing has changed."""
    shown = Question.objects.shown_below(article)
    return {"questions": shown, "form": QuestionForm(article=article), "article": article, "site": context.get("site")}
