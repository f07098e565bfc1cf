"""Redirects that people lay: one by one in the admin, or many from a spreadsheet.

What is stored is flat: a redirect never leads to another one, and one that leads to a thing follows it when it moves.
"""

import csv
import io
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from cms.publishing.addresses import live_addresses, reference_of
from cms.publishing.models import Missing, Redirect
from cms.publishing.views import PublishableDetail

LONGEST = 500
RESERVED = ("/admin/", "/static/", "/media/", "/preview/", "/review/", "/api/", "/healthz", "/readyz")
FOR_GOOD, FOR_NOW, GONE = "301", "302", "410"
STATUSES = [
    (FOR_GOOD, gettext_lazy("301: moved for good")),
    (FOR_NOW, gettext_lazy("302: elsewhere for now")),
    (GONE, gettext_lazy("410: gone, leads nowhere")),
]


def own_address(typed: str) -> tuple[str, str]:
    """The path of this site that somebody means, decoded, and what follows it from the question mark on."""
    typed = typed.strip()
    try:
        parts = urlsplit(typed)
        path = unquote(parts.path, errors="strict")
    except ValueError:
        raise ValidationError(_("This is not an address.")) from None
    if any(ord(sign) < 32 or sign == "\\" for sign in typed + path):
        raise ValidationError(_("An address has no line breaks and no backslashes."))
    if parts.scheme or parts.netloc:
        if parts.scheme not in {"http", "https"} or parts.netloc != urlsplit(settings.SITE_URL).netloc:
            raise ValidationError(_("Only addresses of this site: begin with a slash, as in /news/."))
        path = path or "/"
    if not path.startswith("/") or path.startswith("//"):
        raise ValidationError(_("Begin with a slash, as in /old-page/."))
    if ".." in path.split("/") or "?" in path or "#" in path or "\0" in path or len(path) > LONGEST:
        raise ValidationError(_("This is not an address."))
    rest = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return path, rest


class RedirectForm(forms.ModelForm):
    """One redirect as a person says it: from, to, and how."""

    to = forms.CharField(
        label=gettext_lazy("leads to"),
        required=False,
        max_length=LONGEST,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("A page of this site, as in /services/. It is followed when it moves. Empty for 410."),
    )
    status = forms.ChoiceField(
        label=gettext_lazy("kind"), choices=STATUSES, initial=FOR_GOOD, widget=UnfoldAdminSelectWidget
    )

    class Meta:
        model = Redirect
        fields = ["path"]
        help_texts = {"path": gettext_lazy("The old address, without https:// and the name, as in /old-page/.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["to"] = self.instance.destination
            if not self.instance.destination:
                self.initial["status"] = GONE
            elif self.instance.is_temporary:
                self.initial["status"] = FOR_NOW

    def clean_path(self):
        path, rest = own_address(self.cleaned_data["path"])
        if rest:
            raise ValidationError(_("Leave out what follows the question mark: it is kept when the reader is led on."))
        if path == "/" or path.startswith(RESERVED):
            raise ValidationError(_("This address belongs to the site itself."))
        if Redirect.objects.filter(path=path).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a redirect from this address already."))
        if is_taken(path):
            raise ValidationError(_("There is a page at this address; it would hide the redirect."))
        return path

    def clean(self):
        said = super().clean()
        to, status = said.get("to", ""), said.get("status")
        if status == GONE and to:
            self.add_error("to", _("What is gone leads nowhere: empty this, or choose another kind."))
        elif status in {FOR_GOOD, FOR_NOW} and not to and "to" not in self.errors:
            self.add_error("to", _("Say where it leads, or choose “gone”."))
        elif to and said.get("path"):
            try:
                self.end = end_of(to, said["path"])
            except ValidationError as error:
                self.add_error("to", error)
        return said

    def save(self, commit=True):
        """Lay it, and lead on whoever was led here before."""
        redirect = super().save(commit=False)
        redirect.is_by_hand = True
        redirect.is_temporary = self.cleaned_data["status"] == FOR_NOW
        redirect.content_type, redirect.object_id, redirect.to = getattr(self, "end", (None, None, ""))
        if commit:
            redirect.save()
        return redirect


def lead_on(redirect: Redirect) -> None:
    """Redirects that led to this address lead where it leads now, so that readers are sent on only once."""
    kept = {"content_type": redirect.content_type, "object_id": redirect.object_id, "to": redirect.to}
    Redirect.objects.filter(to=redirect.path).exclude(pk=redirect.pk).update(**kept)


def is_taken(path: str) -> bool:
    """Whether something of the site answers here, so that a redirect would never be looked at."""
    if ref := reference_of(path):
        return live_addresses({ref})[ref] == path
    try:
        match = resolve(path)
    except Resolver404:
        return False
    view = getattr(match.func, "view_class", None)
    return not match.kwargs and not (view and issubclass(view, PublishableDetail))


def end_of(typed: str, start: str) -> tuple:
    """Where a reader ends who is sent to what was typed: (content type, id, ""), or (None, None, path)."""
    path, rest = own_address(typed)
    seen = {start}
    while True:
        if path in seen:
            raise ValidationError(_("This leads in a circle, back to the old address."))
        seen.add(path)
        if ref := reference_of(path):
            if live_addresses({ref})[ref] is None:
                raise ValidationError(_("That page is not public. Publish it first, or lead elsewhere."))
            kind, _colon, key = ref.partition(":")
            app, model = kind.split(".")
            found = ContentType.objects.get_by_natural_key(app, model), int(key)
            return (None, None, path + rest) if rest else (*found, "")
        if ref == "" and answers(path):
            return None, None, path + rest
        onward = Redirect.objects.filter(path=path).first()
        if onward is None:
            raise ValidationError(_("There is no page at that address."))
        if not onward.destination:
            raise ValidationError(_("What was at that address is gone."))
        if onward.target:
            if onward.target.get_absolute_url() in seen:
                raise ValidationError(_("This leads in a circle, back to the old address."))
            return onward.content_type, onward.object_id, ""
        path, rest = own_address(onward.to)


def answers(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


# --- Spreadsheets ------------------------------------------------------------------------------------------------

MOST_BYTES, MOST_ROWS = 1_000_000, 1000  # 5 ms a line, while SQLite lets nobody else write
HEADS = {"from", "old address", "path", "舊網址", "旧网址"}


@dataclass
class Row:
    """One line of a spreadsheet, and what is wrong with it."""

    number: int
    path: str
    to: str
    status: str
    problems: list[str]


def decoded(content: bytes) -> str:
    """The text of a CSV file as Excel, Numbers and WPS write it: UTF-8 with or without its mark, UTF-16 or GBK."""
    if len(content) > MOST_BYTES:
        raise ValidationError(_("This file is too large; at most 1 MB is taken."))
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("This text cannot be read. Save it as CSV in UTF-8."))


@transaction.atomic
def read(text: str) -> list[Row]:
    """The lines of the spreadsheet, each checked as the form would; raises ValidationError when it is none."""
    rows = lay(lines_of(text))
    transaction.set_rollback(True)
    return rows


@transaction.atomic
def take(text: str) -> list[Row]:
    """Lay all of them or none; the rows with what is wrong, if anything is."""
    rows = lay(lines_of(text))
    if any(row.problems for row in rows):
        transaction.set_rollback(True)
    else:
        Missing.objects.filter(path__in=Redirect.objects.values("path")).delete()
    return rows


def lines_of(text: str) -> list[list[str]]:
    """The cells of each line that says something, without the heads."""
    if "\0" in text:
        raise ValidationError(_("This text cannot be read. Save it as CSV in UTF-8."))
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = [line for line in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True) if any(line)]
    except csv.Error:
        raise ValidationError(_("This is not a CSV file: its quotation marks do not match.")) from None
    if lines and lines[0][0].strip().lower() in HEADS:
        lines = lines[1:]
    if not lines:
        raise ValidationError(_("There is no line in this file."))
    if len(lines) > MOST_ROWS:
        raise ValidationError(_("At most %(most)s lines are taken at once.") % {"most": MOST_ROWS})
    return lines


def lay(lines: list[list[str]]) -> list[Row]:
    """Lay each line's redirect where nothing is wrong with it, so that later lines see the earlier ones."""
    rows: list[Row] = []
    first: dict[str, int] = {}  # the line in which an address stands
    for number, line in enumerate(lines, 1):
        path, to, status = (cell.strip() for cell in (*line, "", "", "")[:3])
        status = status or (FOR_GOOD if to else GONE)
        standing = Redirect.objects.filter(path=path).first()
        form = RedirectForm({"path": path, "to": to, "status": status}, instance=standing)
        row = Row(number, path, to, status, [])
        if not form.is_valid():
            row.problems = [message for messages in form.errors.values() for message in messages]
        elif (known := first.setdefault(form.cleaned_data["path"], number)) != number:
            row.problems = [_("Line %(number)s is about this address already.") % {"number": known}]
        else:
            lead_on(form.save())
        rows.append(row)
    return rows


def written() -> str:
    """All redirects as a spreadsheet that can be read back, with a mark by which Excel knows UTF-8."""
    file = io.StringIO()
    sheet = csv.writer(file)
    sheet.writerow(["from", "to", "status"])
    for redirect in Redirect.objects.order_by("path").prefetch_related("target").iterator(chunk_size=500):
        to = redirect.destination
        sheet.writerow([redirect.path, to, GONE if not to else FOR_NOW if redirect.is_temporary else FOR_GOOD])
    return "\ufeff" + file.getvalue()
