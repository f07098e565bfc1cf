"""What is searched: the words of each published thing, folded, beside the words as they are read."""

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from cms.chinese.folding import fold, grams_asked
from cms.search.engines import SEAM, engine


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

    def holding(self, folded: str):
        """The documents whose title or text contains this folded piece, none else."""
        found = self.filter(pk__in=engine().holding(folded))
        return found if is_a_gram(folded) else found.filter(GreaterThan(StrIndex("folded", Value(folded)), 0))


def is_a_gram(folded: str) -> bool:
    """Whether the index alone says that this occurs: of more, it knows that all grams do, in whatever order."""
    return grams_asked(folded) == {folded}


class SearchDocument(models.Model):
    """The words of one published thing; written and deleted with its publication, never shown without asking it."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    text = models.TextField()  # as read, a line for each block; the extracts are cut from it
    folded = models.TextField()  # title, seam, text, as they are compared
    title_length = models.PositiveIntegerField()  # of the folded title
    # The thing's own, for the order of what is found and for nothing else; whether it is public, the thing says.
    live_from = models.DateTimeField(null=True)

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "-live_from", "-id"], name="search_newest")]
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
            live_from=thing.live_from,
        )
