"""The doors beside the sign-in: invitations, forgotten passwords, one's own profile."""

from django.contrib import admin, messages
from django.contrib.auth import views as django_views
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from cms.people import letters
from cms.people.forms import NewPasswordForm, PasswordResetForm, ProfileForm, TellingForm


class Door:
    """What the pages share that people see before they are in: the admin's look, and no address told to others."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "same-origin"  # Django's check of forms needs it on this site
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**admin.site.each_context(self.request), **kwargs})


class PasswordReset(Door, django_views.PasswordResetView):
    """The same answer whether anybody has this address or not; and not for ever to one who tries many."""

    form_class = PasswordResetForm
    template_name = "people/door_form.html"
    success_url = reverse_lazy("password_reset_done")
    extra_context = {
        "title": gettext_lazy("Choose a new password"),
        "advice": gettext_lazy("Type the address with which you sign in. We send you a link."),
        "button": gettext_lazy("Send the link"),
    }

    def form_valid(self, form):
        if letters.may_be_caused_by(self.request):
            return super().form_valid(form)
        form.add_error(None, letters.TOO_MANY)
        response = self.form_invalid(form)
        response.status_code = 429
        response.headers["Retry-After"] = "600"
        return response


class PasswordResetDone(Door, django_views.PasswordResetDoneView):
    template_name = "people/door_said.html"
    extra_context = {
        "title": gettext_lazy("Look into your mail"),
        "advice": gettext_lazy(
            "If somebody signs in here with this address, a link is on its way; it works once, for two hours. "
            "Nothing came? Look among the unwanted mail, or ask again in five minutes."
        ),
    }


class PasswordResetConfirm(Door, django_views.PasswordResetConfirmView):
    form_class = NewPasswordForm
    template_name = "people/door_form.html"
    success_url = reverse_lazy("password_reset_complete")
    extra_context = {"advice": "", "button": gettext_lazy("Save the password")}

    def render_to_response(self, context, **options):
        if not context["validlink"]:
            return void(self.request, reverse("admin_password_reset"))
        context["title"] = _("Choose a new password")
        return super().render_to_response(context, **options)


class PasswordResetComplete(Door, django_views.PasswordResetCompleteView):
    template_name = "people/door_said.html"
    extra_context = {
        "title": gettext_lazy("Your new password is saved"),
        "advice": gettext_lazy("Sign in with it now. Other places where you were signed in have been signed out."),
    }


def void(request, again: str = ""):
    """The page for a link that works no more."""
    context = {
        **admin.site.each_context(request),
        "title": _("This link no longer works"),
        "advice": _("It was used, is too old, or was replaced by a newer one."),
        "again": again,
    }
    return render(request, "people/door_said.html", context, status=410)


class Invitation(View):
    """Choose a password and come in; the link works once."""

    def dispatch(self, request, token):
        user = letters.user_of(token, letters.INVITATION, letters.INVITATION_LASTS)
        if user is None or not user.is_invited:
            return void(request)
        with translation.override(user.language):
            response = self.answer(request, user)
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    def answer(self, request, user):
        form = NewPasswordForm(user, request.POST or None)
        if request.method == "POST" and form.is_valid():
            user.is_active, user.invited_at = True, None
            form.save()
            messages.success(request, _("Welcome. Sign in with your address and your new password."))
            return redirect("admin:login")
        context = {
            **admin.site.each_context(request),
            "title": _("Welcome, %(name)s") % {"name": user},
            "advice": _("Choose a password with which you sign in as %(email)s.") % {"email": user.email},
            "button": _("Save the password"),
            "form": form,
        }
        return render(request, "people/door_form.html", context)


def profile(request):
    """My own name, language and address."""
    form = ProfileForm(request.POST or None, instance=request.user, request=request)
    if request.method == "POST" and form.is_valid():
        form.save()
        if form.is_moving:
            messages.info(request, _("Open the link that we sent to %(email)s.") % {"email": form.instance.new_email})
        messages.success(request, _("Your profile is saved."))
        return redirect("people:profile")
    if form.errors:
        request.user.refresh_from_db()  # the menu shows who is signed in, not what was typed
    context = {**admin.site.each_context(request), "title": _("Your profile"), "form": form}
    return render(request, "people/profile.html", context, status=400 if form.errors else 200)


def telling(request):
    """What I want to hear of, how, and when not."""
    form = TellingForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("From now on you hear of things as you chose."))
        return redirect("people:telling")
    context = {**admin.site.each_context(request), "title": _("What I hear of"), "form": form}
    return render(request, "people/telling.html", context, status=400 if form.errors else 200)


def new_address(request, token):
    """The link sent to the new address, opened by the person themselves, who then says yes."""
    user = letters.user_of(token, letters.NEW_ADDRESS, letters.NEW_ADDRESS_LASTS)
    if user is None or user.pk != request.user.pk or not user.new_email:
        return void(request, reverse("people:profile"))
    if request.method == "POST":
        user.email, user.new_email = user.new_email, ""
        try:
            with transaction.atomic():
                user.save(update_fields=["email", "new_email"])
        except IntegrityError:
            messages.error(request, _("Somebody already uses this e-mail address."))
        else:
            messages.success(request, _("Your new e-mail address counts from now on."))
        return redirect("people:profile")
    context = {**admin.site.each_context(request), "title": _("Your new e-mail address"), "new": user.new_email}
    return render(request, "people/new_address.html", context)
