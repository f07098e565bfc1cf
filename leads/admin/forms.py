"""Forms as editors make them: words and questions on one page; each saved change of the questions is a new version."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline

from cms.desk.admin import ModelAdmin
from leads.assignment import workers
from leads.models import Form, FormQuestion
from leads.models.forms import MOST_FILES

MOST_QUESTIONS = 20


class QuestionFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        kept = [row for row in self.cleaned_data if row and not row.get("DELETE")] if not any(self.errors) else []
        if sum(row.get("kind") == FormQuestion.Kind.FILE for row in kept) > MOST_FILES:
            raise ValidationError(_("At most three questions may ask for files."))
        if len(kept) > MOST_QUESTIONS:
            raise ValidationError(_("At most twenty questions: a longer form is hardly ever sent."))


class QuestionInline(StackedInline):
    model = FormQuestion
    formset = QuestionFormSet
    fields = [("label", "kind"), ("help", "is_required"), "choices", ("least", "most"), "position"]
    extra = 0
    ordering_field = "position"
    hide_ordering_field = True
    verbose_name, verbose_name_plural = _("question"), _("questions")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "choices":
            field.widget.attrs["rows"] = 4
        return field


@admin.register(Form)
class FormAdmin(ModelAdmin):
    """Editors write them; who works leads sees what was answered, and not here."""

    menu, icon, place = "leads", "dynamic_form", 50
    list_display = ["name", "address", "questions_now", "document", "service", "receiver"]
    list_select_related = ["version", "document", "service", "receiver"]
    search_fields = ["name", "title"]
    autocomplete_fields = ["service", "document"]
    prepopulated_fields = {"key": ["name"]}
    inlines = [QuestionInline]
    fieldsets = [
        (None, {"fields": ["name", "key"]}),
        (_("What visitors read"), {"fields": ["title", "intro", "needs_message", "button", "thanks"]}),
        (_("What follows"), {"fields": ["document", "service", "receiver"]}),
    ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "receiver":
            kwargs["queryset"] = workers()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        """The address is in pages that browsers have kept, so it stays."""
        return ["key"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request, obj=None):
        """Whoever has answered a form keeps its questions alive."""
        is_answered = obj is not None and obj.versions.filter(enquiries__isnull=False).exists()
        return super().has_delete_permission(request, obj) and obj is not None and not is_answered

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        before = form.instance.version
        version = form.instance.renew(by=request.user)
        if before and version != before:
            told = _("From now on the form asks as you see it. What was answered before keeps its questions.")
            messages.info(request, told)

    @admin.display(description=_("address"), ordering="key")
    def address(self, form):
        return format_html("<code>{}</code>", form.key)

    @admin.display(description=_("questions"))
    def questions_now(self, form):
        return len(form.version.questions) if form.version else 0
