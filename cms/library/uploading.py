"""Many pictures at once in the admin: the form that takes them, and the one that asks what they show.

With scripts the files come one by one through `chooser.upload` (static/js/library-upload.js); this is the same without.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.library import gate
from cms.library.forms import WordsForm
from cms.library.models import Picture

AT_ONCE = 48
"""How many pictures are described in one form."""


def upload(model_admin, request, extra_context=None):
    """Take what can be taken, and name what cannot; then ask for the words."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    problems, taken = [], []
    if request.method == "POST":
        files = request.FILES.getlist("upload")
        if not files:
            problems.append(_("Choose one picture or several."))
        for file in files:
            try:
                taken.append(Picture.objects.receive(file, by=request.user))
            except ValidationError as error:
                problems.append(f"{file.name}: {' '.join(error.messages)}")
                continue
            if not taken[-1].is_known:
                model_admin.log_addition(request, taken[-1], [{"added": {}}])
        if taken and not problems:
            return answer(request, taken)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Upload pictures"),
        "opts": model_admin.opts,
        "accept": gate.ACCEPT,
        "taken": taken,
        "problems": problems,
        "media": model_admin.media,
        **(extra_context or {}),
    }
    return render(request, "admin/library/picture/upload.html", context, status=400 if problems else 200)


def answer(request, taken: list[Picture]):
    """On to the words, with what the uploader should know."""
    for picture in taken:
        for note in picture.notes:
            messages.info(request, f"{picture.original_name}: {note}")
    if len(taken) == 1:
        if not taken[0].is_known:
            messages.success(request, _("The picture is in the library. Say what it shows, or that it is decorative."))
        return HttpResponseRedirect(reverse("admin:library_picture_change", args=[taken[0].pk]))
    sentence = ngettext("%d picture is in the library.", "%d pictures are in the library.", len(taken))
    messages.success(request, sentence % len(taken))
    nameless = [str(picture.pk) for picture in taken if picture.needs_alt]
    if not nameless:
        return HttpResponseRedirect(reverse("admin:library_picture_changelist"))
    return HttpResponseRedirect(f"{reverse('admin:library_picture_words')}?ids={','.join(nameless)}")


def words(model_admin, request):
    """The words of the pictures that `?ids=` names, else of those that have none; what is left empty waits on."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    rows = Picture.objects.filter(alt="", is_decorative=False)
    if ids := asked_for(request):
        rows = rows.filter(pk__in=ids)
    pictures = list(rows[:AT_ONCE])
    data = request.POST if request.method == "POST" else None
    described = [WordsForm(data, instance=picture, prefix=str(picture.pk)) for picture in pictures]
    if data is not None and all(form.is_valid() for form in described):
        done = [form for form in described if form.says_something]
        for form in done:
            model_admin.log_change(request, form.save(), [{"changed": {"fields": form.changed_data}}])
        messages.success(request, ngettext("%d picture described.", "%d pictures described.", len(done)) % len(done))
        return HttpResponseRedirect(reverse("admin:library_picture_changelist"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("What do they show?"),
        "opts": model_admin.opts,
        "described": described,
        "media": model_admin.media + forms.Media(css={"all": ["css/library.css"]}),
    }
    return render(request, "admin/library/picture/words.html", context, status=400 if data is not None else 200)


def asked_for(request) -> list[int]:
    given = request.GET.get("ids", "").split(",")[:AT_ONCE]
    return [int(key) for key in given if key.isascii() and key.isdecimal() and len(key) < 19]
