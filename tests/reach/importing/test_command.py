"""Moving in from the command line: what is said, what is stored, and the exit codes."""

import json

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from reach.models import ImportRun
from tests.reach.importing.conftest import article

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(lines, tmp_path, administrator):
    """A function: these entries as a file, moved in by the command; its exit code."""

    def moved_in(*entries, **options) -> int:
        path = tmp_path / "old.lines"
        path.write_text("\n".join(entry if isinstance(entry, str) else json.dumps(entry) for entry in entries))
        try:
            call_command("import_content", str(path), **options)
        except CommandError as error:
            return error.returncode
        except SystemExit as ended:
            return ended.code
        return 0

    return moved_in


def test_a_dry_run_tells_and_stores_nothing(bring, capsys):
    assert bring(article(1), dry_run=True) == 0
    assert "articles.article: 1 create" in capsys.readouterr().out
    assert not Article.objects.exists()
    assert not ImportRun.objects.exists()


def test_an_administrator_is_found_and_everything_comes_in(bring, administrator):
    assert bring(article(1)) == 0
    assert Article.objects.live().get().created_by == administrator
    call_command("import_content", undo=ImportRun.objects.get().pk)
    assert not Article.objects.exists()


def test_the_exit_code_says_how_it_went(bring):
    assert bring(article(1, fields={"channel": None}), article(2)) == 1
    assert bring("no json") == 2
    assert bring(article(3), channel="none") == 2
    assert bring(article(3), by="nobody") == 2
    assert Article.objects.count() == 1
