"""The demo's rows and files, loaded once by each process and put back for each test that asks for them.

Loading goes through every door of the product and takes seconds; putting the same rows back takes a fraction. What
is put back is what loading wrote, table by table, so a test cannot tell the difference.
"""

import shutil

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from cms.search.engines import engine
from cms.search.models import SearchDocument


class KeptRows:
    """Rows and files as they were after `load()`, with the keys that kinds of things had then."""

    def __init__(self):
        self.rows, self.files = {}, None

    def put_back_or(self, load, folder, keep_in):
        """The loaded state in an empty database: put back if it was loaded before, else by `load()`, and then kept.

        `folder` is where files are written, `keep_in` where they are kept between tests.
        """
        if self.files:
            shutil.copytree(self.files, folder, dirs_exist_ok=True)
            self._put_back()
            return
        load()
        self.rows, self.files = all_rows(), keep_in
        shutil.copytree(folder, keep_in, dirs_exist_ok=True)

    def _put_back(self):
        with transaction.atomic(), connection.cursor() as cursor:  # foreign keys are checked at its end
            for table in self.rows:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 names of our own tables
            for table, (columns, rows) in self.rows.items():
                places = ", ".join(["%s"] * len(columns))
                names = ", ".join(f'"{column}"' for column in columns)
                if rows:
                    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608
            ContentType.objects.clear_cache()  # a flush gave the kinds of things other keys
            if connection.vendor == "sqlite":  # where the index is a table of its own that cannot be read
                engine().put(SearchDocument.objects.all())


def all_rows() -> dict:
    """Columns and rows of every table that a model has, by its quoted name."""
    models = apps.get_models(include_auto_created=True)
    found = {}
    with connection.cursor() as cursor:
        for table in sorted({model._meta.db_table for model in models if model._meta.managed}):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608 names of our own tables
            found[name] = [column[0] for column in cursor.description], cursor.fetchall()
    return found
