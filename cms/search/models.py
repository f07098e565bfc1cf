"""What is searched: texts, folded, each with an index of its table's own; and the words of each published thing."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Cast, StrIndex, Substr
from django.db.models.lookups import GreaterThan
from django.db.models.signals import pre_delete

from cms.chinese.folding import fold, grams_asked
from cms.search.engines import SEAM, engine


class IndexedQuerySet(models.QuerySet["Indexed"]):
    @transaction.atomic
    def put_many(self, documents) -> None:
        """Index documents of things that have none yet."""
        documents = [document for document in documents if document.folded != SEAM]
        self.model.grams().put(self.bulk_create(documents))

    @transaction.atomic
    def forget_all(self) -> None:
        self.delete()

    def holding(self, folded: str, *, in_title=False):
        """The documents whose title or text, or whose title, contains this folded piece, none else."""
        found = self.filter(pk__in=self.model.grams().holding(folded, in_title=in_title))
        return found if is_a_gram(folded) else found.containing(folded, in_title=in_title)

    def containing(self, folded: str, *, in_title=False):
        """The same, but each text is read."""
        where = Substr("folded", Value(1), Cast("title_length", models.IntegerField())) if in_title else F("folded")
        return self.filter(GreaterThan(StrIndex(where, Value(folded)), 0))


class Indexed(models.Model):
    """A text that is found by any piece of it, through the index that belongs to its table."""

    index: str  # the name of that index

    folded = models.TextField()  # title, seam, text, as they are compared
    title_length = models.PositiveIntegerField()  # of the folded title

    objects = IndexedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs):
        """However a row is deleted, also with another that it belongs to, the index forgets it first."""
        super().__init_subclass__(**kwargs)
        pre_delete.connect(lambda sender, instance, **kwargs: sender.grams().drop([instance]), cls, weak=False)

    @classmethod
    def grams(cls):
        return engine(cls._meta.db_table, cls.index)

    @classmethod
    def rebuild(cls, tell) -> None:
        """Write all words anew; `tell` hears the kind, how many are done, and of how many. What is published is
        rebuilt by its own room."""


def indexed_models() -> list[type[Indexed]]:
    return [model for model in apps.get_models() if issubclass(model, Indexed)]


def forget_what_a_flush_left(sender, **kwargs):
    """Emptying all tables passes by what no model knows; without documents the index is empty too."""
    for model in sender.get_models():
        if issubclass(model, Indexed) and is_made(model) and not model.objects.exists():
            model.grams().empty()


def is_made(model) -> bool:
    return model._meta.db_table in connection.introspection.table_names()


class SearchDocumentQuerySet(IndexedQuerySet):
    @transaction.atomic
    def put(self, thing, title: str, text: str):
        """Search finds `thing` by these words from now on, and by no others."""
        self.forget(thing)
        self.put_many([SearchDocument.of(thing, title, text)])

    @transaction.atomic
    def forget(self, thing) -> None:
        """Search no longer finds `thing`."""
        self.about(type(thing)).filter(object_id=thing.pk).forget_all()

    def about(self, model):
        """The documents of one kind of thing."""
        return self.filter(content_type=ContentType.objects.get_for_model(model))


def is_a_gram(folded: str) -> bool:
    """Whether the index alone says that this occurs: of more, it knows that all grams do, in whatever order."""
    return grams_asked(folded) == {folded}


class SearchDocument(Indexed):
    """The words of one published thing; written and deleted with its publication, never shown without asking it."""

    index = "search_grams"

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    text = models.TextField()  # as read, a line for each block; the extracts are cut from it
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
