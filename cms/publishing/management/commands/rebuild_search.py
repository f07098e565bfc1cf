from django.core.management.base import BaseCommand

from cms.publishing.searching import rebuild


class Command(BaseCommand):
    help = "Index the words of everything published anew; searching goes on meanwhile."

    def handle(self, **options):
        def tell(kind, done, total):
            self.stdout.write(f"\r{kind}: {done} of {total}", ending="" if done < total else "\n")
            self.stdout.flush()

        self.stdout.write(f"Indexed: {rebuild(progress=tell)}.")
