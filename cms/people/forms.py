"""What people say of themselves, and of those whom they invite."""

import re

from django import forms
from django.contrib.auth.forms import PasswordResetForm as DjangoPasswordResetForm
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _
from unfold.forms import AuthenticationForm
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminEmailInputWidget,
    UnfoldAdminPasswordWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from cms.people import letters, telling
from cms.people.models import How, Preference, User


def free_name(email: str) -> str:
    """A user name from the address, numbered if it is taken."""
    stem = re.sub(r"[^a-z0-9.-]", "", email.partition("@")[0].lower())[:100] or "person"
    name, number = stem, 1
    while User.objects.filter(username__iexact=name).exists():
        number += 1
        name = f"{stem}{number}"
    return name


class LoginForm(AuthenticationForm):
    """Unfold's, saying that the address of the invitation will do."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name or e-mail")


class InviteForm(forms.ModelForm):
    """Somebody new: only the address and what they may do; the password is theirs to choose."""

    class Meta:
        model = User
        fields = ["email", "display_name", "language", "groups"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["groups"].required = True

    def save(self, commit=True):
        person = super().save(commit=False)
        person.username = free_name(person.email)
        person.is_staff, person.is_active = True, False
        person.set_unusable_password()
        if commit:
            person.save()
            self.save_m2m()
        return person


class PasswordResetForm(DjangoPasswordResetForm):
    """Django's, with the letter in the outbox, in the person's language, and not more often than every few minutes."""

    email = forms.EmailField(
        label=_("e-mail"), max_length=254, widget=UnfoldAdminEmailInputWidget(attrs={"autocomplete": "email"})
    )

    def clean_email(self):
        return self.cleaned_data["email"].replace("\0", "")

    @transaction.atomic
    def save(self, **options):
        for user in self.get_users(self.cleaned_data["email"]):
            if not user.may_be_mailed():
                continue
            key, token = urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)
            link = reverse("password_reset_confirm", args=[key, token])
            letters.write(user, user.email, "password_reset", letters.subject_reset, {"link": link})


class NewPasswordForm(SetPasswordForm):
    """Two fields in the admin's look."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"})


class ProfileForm(forms.ModelForm):
    """How colleagues see me, in which language I work, and where my letters go."""

    email = forms.EmailField(
        label=_("e-mail"),
        widget=UnfoldAdminEmailInputWidget,
        help_text=_("A new one counts once you have opened the link that is sent there."),
    )
    password = forms.CharField(
        label=_("password"),
        required=False,
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "current-password"}),
        help_text=_("Only to change the e-mail address."),
    )

    class Meta:
        model = User
        fields = ["display_name", "language"]
        widgets = {"display_name": UnfoldAdminTextInputWidget, "language": UnfoldAdminSelectWidget}

    field_order = ["display_name", "language", "email", "password"]

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.initial["email"] = self.instance.email

    @property
    def is_moving(self) -> bool:
        return self.cleaned_data["email"].casefold() != self.instance.email.casefold()

    def clean(self):
        said = super().clean()
        if "email" in said and self.is_moving:
            if User.objects.filter(email__iexact=said["email"]).exists():
                self.add_error("email", _("Somebody already uses this e-mail address."))
            elif not letters.may_be_caused_by(self.request):  # nor is the password guessed at here
                self.add_error("email", letters.TOO_MANY)
            elif not self.instance.check_password(said.get("password", "")):
                self.add_error("password", ValidationError(_("To change the address, type your password as well.")))
        return said

    @transaction.atomic
    def save(self, commit=True):
        person = super().save(commit=False)
        person.new_email = self.cleaned_data["email"] if self.is_moving else ""
        person.save(update_fields=["display_name", "language", "new_email"])
        if self.is_moving:
            letters.confirm_address(person)
        return person


class ClockInput(forms.TimeInput):
    """The browser's own field for a time of the day."""

    input_type = "time"

    def __init__(self):
        super().__init__(attrs={"class": " ".join(INPUT_CLASSES)}, format="%H:%M")


class TellingForm(forms.Form):
    """How I hear of each kind of news, when the digest comes, and when nothing does."""

    digest_at = forms.TimeField(label=_("hour of the digest"), widget=ClockInput)
    quiet_from = forms.TimeField(label=_("quiet from"), required=False, widget=ClockInput)
    quiet_until = forms.TimeField(
        label=_("quiet until"),
        required=False,
        widget=ClockInput,
        help_text=_("What falls in between waits until then. It may go past midnight. Left empty, nothing waits."),
    )

    def __init__(self, *args, person, **kwargs):
        self.person, self.kinds = person, telling.kinds_for(person)
        super().__init__(*args, **kwargs)
        clocks = dict(self.fields)
        self.fields.clear()
        chosen = dict(Preference.objects.filter(person=person).values_list("kind", "how"))
        for kind in self.kinds:
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.label, choices=How.choices, widget=UnfoldAdminSelectWidget
            )
            self.initial[kind.name] = chosen.get(kind.name, How.AT_ONCE)
        for name, field in clocks.items():
            self.fields[name], self.initial[name] = field, getattr(person, name)

    def clean(self):
        typed = super().clean()
        begins, ends = typed.get("quiet_from"), typed.get("quiet_until")
        if (begins is None) != (ends is None) and not {"quiet_from", "quiet_until"} & set(self.errors):
            self.add_error("quiet_until", _("Say both, or leave both empty."))
        elif begins is not None and begins == ends:
            self.add_error("quiet_until", _("It cannot end when it begins; then nothing would ever arrive."))
        return typed

    @transaction.atomic
    def save(self) -> None:
        typed = self.cleaned_data
        for kind in self.kinds:
            Preference.objects.update_or_create(person=self.person, kind=kind.name, defaults={"how": typed[kind.name]})
        clocks = {name: typed[name] for name in ("digest_at", "quiet_from", "quiet_until")}
        for name, value in clocks.items():
            setattr(self.person, name, value)
        self.person.save(update_fields=list(clocks))
        telling.plan_anew(self.person)
