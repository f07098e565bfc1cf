"""People who can be reached, in which ways, and for which company; the same way is the same person."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.intake import contacts as reading
from cms.intake.texts import one_line
from cms.masking import mask, veil
from leads.models.words import LeadWords

# Where anybody may have an address: it says nothing of a company.
FREE_MAIL = frozenset(
    """
    126.com 139.com 163.com 189.cn aliyun.com foxmail.com gmail.com gmx.com googlemail.com hotmail.com icloud.com
    live.com mac.com mail.com me.com msn.com outlook.com pchome.com.tw proton.me protonmail.com qq.com sina.cn sina.com
    sohu.com tom.com vip.163.com vip.qq.com vip.sina.com wo.cn yahoo.com yahoo.com.hk yahoo.com.tw yandex.com yeah.net
    """.split()  # noqa: SIM905 (a list of words, one a line, would fill a page)
)


class CompanyQuerySet(models.QuerySet["Company"]):
    def behind(self, email: str, name: str = "") -> "Company | None":
        """The company of an address at a domain of its own, made if it is new; None for an address at a mail host."""
        domain = email.rpartition("@")[2].lower()
        if not domain or domain in FREE_MAIL:
            return None
        called = one_line(name, 200) or domain
        return self.get_or_create(domain=domain, defaults={"name": called})[0]


class Company(models.Model):
    """Whom contacts work for, known by its mail domain."""

    name = models.CharField(_("name"), max_length=200)
    domain = models.CharField(_("mail domain"), max_length=253, unique=True)
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name


class ContactQuerySet(models.QuerySet["Contact"]):
    def reached_by(self, reached: reading.Contact, *, typed: str, name: str, company: str = "") -> "Contact":
        """Whoever can be reached so, locked until commit; made if nobody can. Belongs in a transaction.

        Of any number of requests at once, one makes the row and the others wait for it.
        """
        way = None
        while way is None:  # once, but for whoever is forgotten between the two questions
            found, _is_new = Way.objects.get_or_create(
                kind=reached.kind, value=reached.value, defaults={"typed": typed, "contact": None}
            )
            way = Way.objects.select_for_update().filter(pk=found.pk).first()
        if way.contact_id is None:
            at = Company.objects.behind(reached.value, company) if reached.kind == Way.Kind.EMAIL else None
            way.contact = self.create(name=one_line(name, 200) or typed, company=at)
            way.save(update_fields=["contact"])
        return self.select_for_update().get(pk=way.contact_id)


class Contact(models.Model):
    """Somebody who asked at least once, however often and in however many ways."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True, blank=True, related_name="contacts", verbose_name=_("company")
    )
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="absorbed")
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)

    forgotten_at = models.DateTimeField(_("forgotten"), null=True, editable=False)

    is_shown = False  # in clear; `leads.sight.shown_to` says otherwise

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        """Fit for any page: a name that is a number or an address is masked."""
        return str(_("forgotten person")) if self.forgotten_at else veil(one_line(self.name))

    @property
    def root(self) -> "Contact":
        """The record into which this one was joined, however often; itself if it was not."""
        row = self
        while row.merged_into is not None:
            row = row.merged_into
        return row

    @property
    def family(self) -> list[int]:
        """The keys of all records that are this person by now, those joined to this one and their own included."""
        found, fresh = [self.pk], [self.pk]
        while fresh:
            fresh = list(Contact.objects.filter(merged_into__in=fresh).values_list("pk", flat=True))
            found += fresh
        return found

    @cached_property
    def words_of_ways(self) -> list[tuple[str, str]]:
        """The texts that name its ways, each with the kind, as `veil` takes them; worked out once for a row."""
        return [(way.kind, word) for way in self.ways.all() for word in {way.typed.strip(), way.value}]

    @property
    def first_way(self) -> "Way | None":
        """The way in which this person wrote first; asks nothing if the ways are at hand."""
        return min(self.ways.all(), key=lambda way: way.pk, default=None)

    @transaction.atomic
    def absorb(self, other: "Contact", *, by) -> "Merge":
        """Two records are one person: everything of `other` is this one's from now on, until the merge is undone."""
        mine, theirs = sorted((self.pk, other.pk))
        locked = {
            row.pk: row for row in Contact.objects.select_for_update().filter(pk__in=[mine, theirs]).order_by("pk")
        }
        if (
            self.pk == other.pk
            or len(locked) < 2
            or any(row.merged_into_id or row.forgotten_at for row in locked.values())
        ):
            raise ValueError("Only two different contacts that are not merged already can become one.")
        moved = {
            "ways": list(other.ways.values_list("pk", flat=True)),
            "leads": list(other.leads.values_list("pk", flat=True)),
        }
        Way.objects.filter(pk__in=moved["ways"]).update(contact=self)
        self.leads.model.objects.filter(pk__in=moved["leads"]).update(contact=self)
        Contact.objects.filter(pk=other.pk).update(merged_into=self)
        LeadWords.objects.write(self.leads.all())
        return Merge.objects.create(kept=self, gone=other, moved=moved, by=by)


class Way(models.Model):
    """One way to reach somebody, in one spelling that can be compared, and as it was typed first."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("phone")
        WECHAT = "wechat", _("WeChat")
        EMAIL = "email", _("e-mail")

    contact = models.ForeignKey(
        Contact, models.CASCADE, null=True, related_name="ways", verbose_name=_("contact")
    )  # None only while the first enquiry is being stored
    kind = models.CharField(_("kind of contact"), max_length=10, choices=Kind)
    value = models.CharField(_("contact, in one spelling"), max_length=330)
    typed = models.CharField(_("as it was typed"), max_length=200)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("way to reach somebody")
        verbose_name_plural = _("ways to reach somebody")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="leads_way_is_one_person")]

    def __str__(self):
        """Masked: whatever shows a row by its name shows no contact data."""
        return mask(self.kind, one_line(self.typed))

    @property
    def url(self) -> str:
        """What a click does: dial or write; a WeChat id can only be copied."""
        schemes = {self.Kind.PHONE: "tel:", self.Kind.EMAIL: "mailto:"}
        scheme = schemes.get(self.Kind(self.kind), "")
        return f"{scheme}{self.value}" if scheme else ""


class Merge(models.Model):
    """That two contacts became one, with what came along, so that it can be undone."""

    kept = models.ForeignKey(Contact, models.CASCADE, related_name="+", verbose_name=_("kept"))
    gone = models.ForeignKey(Contact, models.CASCADE, related_name="+", verbose_name=_("joined to it"))
    moved = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone"), null=True, editable=False)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("merge of contacts")
        verbose_name_plural = _("merges of contacts")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.gone} → {self.kept}"

    @transaction.atomic
    def undo(self, *, by) -> bool:
        """Give back what came along, as far as it is still there; what came later stays. False if it was undone."""
        now = timezone.now()
        if not Merge.objects.filter(pk=self.pk, undone_at=None).update(undone_at=now, undone_by=by):
            return False
        Way.objects.filter(pk__in=self.moved["ways"], contact=self.kept).update(contact=self.gone)
        self.gone.leads.model.objects.filter(pk__in=self.moved["leads"], contact=self.kept).update(contact=self.gone)
        Contact.objects.filter(pk=self.gone_id).update(merged_into=None)
        LeadWords.objects.write(self.gone.leads.model.objects.filter(contact__in=[self.kept_id, self.gone_id]))
        return True
