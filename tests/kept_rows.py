"""Rows as they were at some moment, put back table by table.

Two moments are kept by each process. As the migrations left them: what a test has committed is undone by putting them
back, a fraction of what Django's flush costs, which empties every table and makes all permissions and roles anew. And
as the demo left them: loading it goes through every door of the product and takes seconds, putting the same rows back
does not, and a test cannot tell the difference.
"""

import shutil
from datetime import time

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from cms.search.models import indexed_models


class KeptRows:
    """Every table that a model has, as it was when this was made."""

    def __init__(self):
        models = apps.get_models(include_auto_created=True)
        tables = sorted({model._meta.db_table for model in models if model._meta.managed})
        with connection.cursor() as cursor:
            self.rows = {table: rows_of(cursor, table) for table in map(connection.ops.quote_name, tables)}

    def put_back(self):
        """Make every table hold these rows and no others; what is as it was is left alone."""
        with transaction.atomic(), connection.cursor() as cursor:  # foreign keys are checked at its end
            changed = [table for table, kept in self.rows.items() if rows_of(cursor, table) != kept]
            for table in changed:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 names of our own tables
            for table in changed:
                insert(cursor, table, *self.rows[table])
            for model in indexed_models():
                if connection.ops.quote_name(model._meta.db_table) in changed:
                    put_back_the_index(model)
        ContentType.objects.clear_cache()


class KeptDemo:
    """The rows and the files of the demo."""

    def __init__(self):
        self.rows, self.files = None, None

    def put_back_or(self, load, folder, keep_in):
        """The loaded state: put back if it was loaded before, else by `load()`, and then kept.

        `folder` is where files are written, `keep_in` where they are kept between tests.
        """
        if self.rows:
            shutil.copytree(self.files, folder, dirs_exist_ok=True)
            self.rows.put_back()
            return
        load()
        self.rows, self.files = KeptRows(), keep_in
        shutil.copytree(folder, keep_in, dirs_exist_ok=True)


def rows_of(cursor, table) -> tuple[list, list]:
    """The columns of this table, and its rows."""
    cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 names of our own tables
    return [column[0] for column in cursor.description], cursor.fetchall()


def insert(cursor, table, columns, rows):
    places = ", ".join(["%s"] * len(columns))
    names = ", ".join(f'"{column}"' for column in columns)
    if rows:
        written = [[as_written(value) for value in row] for row in rows]
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", written)  # noqa: S608


def as_written(value):
    """SQLite reads a time of the day that it does not take back."""
    return connection.ops.adapt_timefield_value(value) if isinstance(value, time) else value


def put_back_the_index(model):
    """In SQLite it is a table of its own that cannot be read; in PostgreSQL it has come with the rows."""
    if connection.vendor == "sqlite":
        model.grams().empty()
        model.grams().put(model.objects.all())
