"""Where readers' questions come in, and the page after it."""

from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import DetailView

from articles.forms import QuestionForm
from articles.models import Article
from articles.models.questions import Question
from cms.intake.views import Intake, unavailable
from cms.publishing.models import Redirect


def article_at(slug) -> Article | None:
    """The live article with this slug, or the one that had it when the reader opened the page."""
    live = Article.objects.live()
    if found := live.filter(slug=slug).first():
        return found
    kind = ContentType.objects.get_for_model(Article)
    moved = Redirect.objects.filter(path=reverse("articles:detail", args=[slug]), content_type=kind).first()
    return live.filter(pk=moved.object_id).first() if moved else None


class AskQuestion(Intake):
    """From the form below an article to the editors' queue."""

    form_class = QuestionForm
    form_page = "articles/question_form_page.html"
    scope = "question"

    def get(self, request, slug):
        """Somebody has reloaded or typed the address: the article has the form."""
        return redirect(f"{reverse('articles:detail', args=[slug])}#questions")

    def take(self, request, data):
        self.article = article_at(self.kwargs["slug"])
        if self.article is None:  # taken back while the reader was writing: the text still comes back
            if not data.get("question"):
                raise Http404
            response = unavailable(QuestionForm, data)
            response.status_code = 410
            return response
        return super().take(request, data)

    def make_form(self, data):
        return QuestionForm(data, article=self.article)

    def around(self):
        return {"article": self.article}

    def is_known(self, submission):
        return Question.objects.of(submission) is not None

    def keep(self, form, submission, found):
        Question.objects.receive(submission, found)

    def thanks(self):
        return reverse("articles:asked", args=[self.article.slug])


class QuestionAsked(DetailView):
    """What everybody sees whose question is stored."""

    template_name = "articles/question_asked.html"

    def get_queryset(self):
        return Article.objects.live()

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response
