"""What is searched: the words of each published thing, folded, beside the words as they are read."""

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from cms.chinese.folding import fold, grams, grams_asked
from cms.search.engines import engine

# Stands between title and text, and in no folded text: nothing is found across it.
SEAM = "\n"


class SearchDocumentQuerySet(models.QuerySet["SearchDocument"]):
    @transaction.atomic
    def put(self, thing, title: str, text: str):
        """Search finds `thing` by these words from now on, and by no others."""
        self.forget(thing)
        self.put_many([self.model.of(thing, title, text)])

    @transaction.atomic
    def put_many(self, documents) -> None:
        """Index documents of things that have none yet."""
        documents = [document for document in documents if document.folded != SEAM]
        engine().put(self.bulk_create(documents))

    @transaction.atomic
    def forget(self, thing) -> None:
        """Search no longer finds `thing`."""
        self.about(type(thing)).filter(object_id=thing.pk).forget_all()

    @transaction.atomic
    def forget_all(self) -> None:
        documents = list(self)
        engine().drop(documents)
        self.filter(pk__in=[document.pk for document in documents]).delete()

    def about(self, model):
        """The documents of one kind of thing."""
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def holding(self, *wording: str):
        """The documents whose title or text contains one of these folded pieces, none else."""
        wanted = Q()
        for folded in wording:
            held = Q(pk__in=engine().holding(folded))
            if grams_asked(folded) != {folded}:
                # The index says where all pairs occur; only the text says whether they stand one behind the other.
                held &= Q(GreaterThan(StrIndex("folded", Value(folded)), 0))
            wanted |= held
        return self.filter(wanted)


class SearchDocument(models.Model):
    """The words of one published thing; written and deleted with its publication, never shown without asking it."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    text = models.TextField()  # as read, a line for each block; the extracts are cut from it
    folded = models.TextField()  # title, seam, text, as they are compared
    title_length = models.PositiveIntegerField()  # of the folded title

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="search_one_document")]

    def __str__(self):
        return f"{self.content_type_id}:{self.object_id}"

    @classmethod
    def of(cls, thing, title: str, text: str):
        head = fold(title)
        return cls(
            content_type=ContentType.objects.get_for_model(thing),
            object_id=thing.pk,
            text=text,
            folded=f"{head}{SEAM}{fold(text)}",
            title_length=len(head),
        )

    @property
    def grams(self) -> list[str]:
        """What the index holds of it."""
        return sorted(set().union(*map(grams, self.folded.split(SEAM))))
