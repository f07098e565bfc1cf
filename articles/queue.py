"""The editors' queue of readers' questions: answer, publish, reject."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from articles.models.questions import REVEAL_ASKER, Question
from cms.desk.admin import ModelAdmin, state_badge
from cms.intake.texts import one_line
from cms.masking import mask


class QueueFilter(admin.SimpleListFilter):
    """What waits, unless somebody asks for something else."""

    title = _("state")
    parameter_name = "queue"

    def lookups(self, request, model_admin):
        return [("published", _("Answered")), ("rejected", _("Rejected")), ("quarantined", _("Quarantined"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": _("Waiting")}, *others]

    def queryset(self, request, queryset):
        if self.value() == "quarantined":
            return queryset.filter(state=Question.State.NEW, is_quarantined=True)
        if self.value() in {"published", "rejected"}:
            return queryset.filter(state=self.value())
        return queryset.waiting()


class QuestionAdmin(ModelAdmin):
    menu, icon, place = "content", "contact_support", 20
    list_display = ["asked", "standing", "article", "who", "asked_on"]
    list_filter = [QueueFilter]
    search_fields = ["text", "wording", "name", "article__title"]
    search_help_text = _("Words of the question, name or article")
    list_select_related = ["article"]
    autocomplete_fields = ["answered_by"]
    fieldsets = [
        (_("What was asked"), {"fields": ["standing", "as_sent", "wording"]}),
        (_("The answer"), {"fields": ["answer", "answered_by"]}),
    ]
    readonly_fields = ["standing", "as_sent"]
    actions = ["reject_selected"]
    change_form_outer_before_template = "admin/articles/reveal_asker.html"
    actions_submit_line = ["publish_answer", "take_back", "reject"]

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("article", "answered_by")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """The address of whoever asked is masked until it is revealed; forgetting to ask hides rather than shows."""
        if obj is not None and obj.email:
            obj.is_shown = obj.is_shown_to(request.user)
            url = reverse("admin:articles_question_reveal", args=[obj.pk])
            context["asker"] = {"is_shown": obj.is_shown, "may": request.user.has_perm(REVEAL_ASKER), "url": url}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        obj.save()
        for button in self.get_actions_submit_line(request, obj.pk):
            if button.action_name in request.POST:
                button.method(request, obj)

    def response_change(self, request, obj):
        """What cannot be published yet stays open, below what is missing."""
        if getattr(request, "is_refused", False):
            return HttpResponseRedirect(request.get_full_path())
        return super().response_change(request, obj)

    def get_urls(self):
        view = self.admin_site.admin_view(self.reveal_one)
        return [path("<int:pk>/reveal/", view, name="articles_question_reveal"), *super().get_urls()]

    def reveal_one(self, request, pk):
        """Show the address of this question to this person for today, and write it down."""
        question = self.get_queryset(request).filter(pk=pk).first()
        if question is None or request.method != "POST":
            raise Http404
        if not (self.has_view_permission(request, question) and request.user.has_perm(REVEAL_ASKER)):
            raise PermissionDenied
        question.reveal(by=request.user)
        return HttpResponseRedirect(reverse("admin:articles_question_change", args=[pk]))

    def get_actions_submit_line(self, request, object_id):
        """Only the buttons that make sense for this question as it stands."""
        question = self.get_object(request, object_id)
        if question is None:
            return []
        sensible = {
            Question.State.NEW: {"publish_answer", "reject"},
            Question.State.PUBLISHED: {"take_back", "reject"},
            Question.State.REJECTED: {"take_back"},
        }[question.state]
        buttons = super().get_actions_submit_line(request, object_id)
        return [button for button in buttons if button.action_name.removeprefix("articles_question_") in sensible]

    # What is shown

    @admin.display(description=_("question"), ordering="text")
    def asked(self, question):
        return format_html("<bdi>{}</bdi>", one_line(question.public_text, 80))

    @admin.display(description=_("state"), ordering="state")
    def standing(self, question):
        return state_badge(*question.standing)

    @admin.display(description=_("name"), ordering="name")
    def who(self, question):
        return format_html("<bdi>{}</bdi>", one_line(question.name)) if question.name else "—"

    @admin.display(description=_("asked"), ordering="asked_at")
    def asked_on(self, question):
        return f"{timezone.localtime(question.asked_at):%Y-%m-%d %H:%M}"

    @admin.display(description=_("as it was sent"))
    def as_sent(self, question):
        email = question.email if getattr(question, "is_shown", False) else mask("email", question.email)
        return render_to_string("admin/articles/question.html", {"question": question, "email": email})

    # What can be done

    @action(description=_("Publish the answer"), permissions=["change"])
    def publish_answer(self, request, question):
        try:
            question.publish(by=request.user)
        except ValidationError as error:
            messages.error(request, _("What you wrote is saved, but it cannot be published yet:"))
            for message in error.messages:
                messages.error(request, message)
            request.is_refused = True
            return
        link = f"{question.article.get_absolute_url()}#question-{question.pk}"
        messages.success(request, format_html('{} <a href="{}">{}</a>', _("Published."), link, _("See it")))

    @action(description=_("Reject"), permissions=["change"])
    def reject(self, request, question):
        question.reject(by=request.user)
        messages.success(request, _("Rejected. It stays under “Rejected” in the list; nobody was told."))

    @action(description=_("Back into the queue"), permissions=["change"])
    def take_back(self, request, question):
        question.take_back(by=request.user)
        messages.success(request, _("Back in the queue; the public does not see it."))

    @admin.action(description=_("Reject"), permissions=["change"])
    def reject_selected(self, request, queryset):
        for question in queryset:
            question.reject(by=request.user)
