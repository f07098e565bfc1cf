"""What a lead is found by above the list: the words of its person and of what they sent, with an index of their own.

Apart from what is published: nobody's search of the site looks through these, and none grows slower by them.
"""

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from cms.chinese.folding import fold, wordings
from cms.search.engines import SEAM
from cms.search.models import Indexed, IndexedQuerySet, is_a_gram

AT_ONCE = 500
BETWEEN = "\x1f"  # between two pieces; in no folded text, so nothing is found across it


def words_of(lead) -> tuple[str, str]:
    """What is said openly of a lead, its names, and what stands beside only for those who see contact data."""
    contact = lead.contact
    names = [contact.name, contact.company.name if contact.company else ""]
    typed = [text for way in contact.ways.all() for text in (way.typed, way.value)]
    for enquiry in lead.enquiries.all():
        typed += [enquiry.name, enquiry.company, enquiry.message]
    return joined(names), joined(typed)


def joined(texts) -> str:
    return BETWEEN.join(filter(None, map(fold, texts)))


class LeadWordsQuerySet(IndexedQuerySet):
    def keys(self, word: str, *, in_clear: bool) -> Q:
        """Leads that say this word, in either script: in the names, and only `in_clear` in what else there is."""
        found = Q()
        for folded in wordings(word):
            found |= self.asked(folded, in_title=not in_clear)
        return found

    def asked(self, folded: str, *, in_title: bool) -> Q:
        """What the index alone knows for sure is not looked up in the words."""
        grams = self.model.grams()
        if not grams.is_common(folded, in_title=in_title):
            sure = grams.holding(folded, in_title=in_title)
            return Q(pk__in=sure if is_a_gram(folded) else self.holding(folded, in_title=in_title).values("pk"))
        holds = Q(grams.holds(folded, in_title=in_title))
        said = self.filter(pk=OuterRef("pk")).containing(folded, in_title=in_title)
        return holds if is_a_gram(folded) else holds & Q(Exists(said))

    @transaction.atomic
    def write(self, leads) -> None:
        """These leads are found by what they say now; a forgotten one by nothing."""
        keys = list(leads.order_by().values_list("pk", flat=True))
        rows = leads.model.objects.filter(pk__in=keys).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk"))  # of two at once, the later reads what both wrote
        self.filter(pk__in=keys).delete()
        rows = (
            rows.filter(forgotten_at=None)
            .select_related("contact__company")
            .prefetch_related("contact__ways", "enquiries")
        )
        self.put_many([LeadWords.of(lead) for lead in rows])


class LeadWords(Indexed):
    """The words by which a lead is found, folded; gone with it, or with the person when they are forgotten."""

    index = "leads_grams"

    lead = models.OneToOneField("leads.Lead", models.CASCADE, primary_key=True, db_column="id", related_name="words")

    objects = LeadWordsQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.pk)

    @classmethod
    def rebuild(cls, tell=lambda kind, done, total: None) -> None:
        """Some at a time, each in one transaction."""
        model = cls._meta.apps.get_model("leads", "Lead")
        leads = model._base_manager.filter(forgotten_at=None).order_by("pk")
        last, done, total = 0, 0, leads.count()
        while keys := list(leads.filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
            cls.objects.write(leads.filter(pk__in=keys))
            last, done = keys[-1], done + len(keys)
            tell(str(model._meta.verbose_name_plural), done, total)

    @classmethod
    def of(cls, lead):
        title, text = words_of(lead)
        return cls(lead_id=lead.pk, folded=f"{title}{SEAM}{text}", title_length=len(title))
