from django.core.management.base import BaseCommand

from cms.linking.keeping import rebuild


class Command(BaseCommand):
    help = "Write down anew what everything links to; people go on working meanwhile."

    def handle(self, **options):
        def tell(kind, done, total):
            self.stdout.write(f"\r{kind}: {done} of {total}", ending="" if done < total else "\n")
            self.stdout.flush()

        self.stdout.write(f"Read: {rebuild(progress=tell)}.")
