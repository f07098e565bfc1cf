"""What a prospect who left an e-mail address is answered at once, in the agency's words."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

PLACEHOLDER = re.compile(r"\{([^{}\s]*)\}")
KNOWN = {"name": "name", "稱呼": "name", "site": "site", "網站": "site"}


class Acknowledgement(models.Model):
    """The one letter, and whether it is sent at all."""

    is_on = models.BooleanField(
        _("send it"),
        default=False,
        help_text=_("To whoever left an e-mail address; once for an enquiry, and once a day at most for an address."),
    )
    subject = models.CharField(_("subject"), max_length=120, default="我們收到您的諮詢了")
    text = models.TextField(
        _("text"),
        max_length=2000,
        default="{稱呼}，您好：\n\n謝謝您的來信，我們已經收到，會由專人在上班時間內回覆您。\n\n{網站}",
        help_text=_(
            "Write {name} or {稱呼} for how they want to be called, {site} or {網站} for our name. An empty line "
            "begins a paragraph. What they wrote is never repeated, so that nobody sends words of theirs by it."
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("acknowledgement to the prospect")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="leads_one_acknowledgement")]

    def __str__(self):
        return str(_("acknowledgement to the prospect"))

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        for field in ("subject", "text"):
            if wrong := sorted({name for name in PLACEHOLDER.findall(getattr(self, field)) if name not in KNOWN}):
                names = "、".join(f"{{{name}}}" for name in wrong)
                raise ValidationError({field: _("Nothing stands for %(names)s.") % {"names": names}})

    def filled(self, text: str, *, name: str, site: str) -> str:
        """With these in the place of the placeholders; only once, so that a name with braces fills in nothing."""
        values = {"name": name, "site": site}
        return PLACEHOLDER.sub(lambda found: values.get(KNOWN.get(found[1], ""), found[0]), text)
