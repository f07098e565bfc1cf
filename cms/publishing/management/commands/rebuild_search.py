from django.core.management.base import BaseCommand

from cms.publishing.searching import rebuild
from cms.search.models import indexed_models


class Command(BaseCommand):
    help = "Index all words anew, of what is published and of leads; searching goes on meanwhile."

    def handle(self, **options):
        def tell(kind, done, total):
            self.stdout.write(f"\r{kind}: {done} of {total}", ending="" if done < total else "\n")
            self.stdout.flush()

        self.stdout.write(f"Indexed: {rebuild(progress=tell)}.")
        for model in indexed_models():
            model.rebuild(tell)
