"""The demo's questions of readers: asked and answered through the same verbs as everybody's, then dated back."""

from datetime import timedelta

from django.utils import timezone

from articles.models import Article, Author, Question
from articles.models.questions import Asked
from cms.intake.signals import Signal
from demo.content.questions import QUESTIONS


def load(editor) -> None:
    for text in QUESTIONS:
        found = [Signal("links", 60, "The text holds links.")] if text.is_spam else []
        asked = Asked(Article.objects.get(slug=text.article), text.text, text.name)
        question = Question.objects.receive(asked, found)
        if text.is_rejected:
            question.reject(by=editor)
        if text.answer:
            question.wording, question.answer = text.wording, text.answer
            question.answered_by = Author.objects.get(slug=text.by)
            question.publish(by=editor)
        Question.objects.filter(pk=question.pk).update(asked_at=timezone.now() - timedelta(days=text.days_ago, hours=3))
