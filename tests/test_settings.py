"""The site runs with no environment, and production refuses to start without what it needs, in one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SITE_URL": "https://www.example.com",
    "SECRET_KEY": "k" * 60,
    "DATABASE_URL": "postgres://user@localhost/name",
    "EMAIL_URL": "smtp://localhost:25",
    "DEFAULT_FROM_EMAIL": "hello@example.com",
}


def settings_with(environment, folder, expression="s.IS_PRODUCTION"):
    """Load cms.settings in a process of its own; returns its output and its error."""
    script = f"import cms.settings as s; print({expression})"
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    bare |= {"DATA_DIR": str(folder)} | environment
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=bare, capture_output=True, text=True)
    return done.stdout.strip(), done.stderr.strip().splitlines()[-1:] or [""]


def test_no_environment_means_a_local_trial_with_debug_off(tmp_path):
    output, error = settings_with({}, tmp_path, "(s.IS_PRODUCTION, s.DEBUG, s.DATABASES['default']['ENGINE'])")
    assert output == "(False, False, 'django.db.backends.sqlite3')", error


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path):
    first, _error = settings_with({}, tmp_path, "s.SECRET_KEY")
    second, _error = settings_with({}, tmp_path, "s.SECRET_KEY")
    assert first == second
    assert len(first) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_production_starts_with_all_it_needs(tmp_path):
    assert settings_with(PRODUCTION, tmp_path)[0] == "True"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"])
def test_production_refuses_to_start_without(missing, tmp_path):
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    output, [error] = settings_with(environment, tmp_path)
    assert output == ""
    assert missing in error
    assert error.startswith("django.core.exceptions.ImproperlyConfigured")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "true"),
        ("SITE_URL", "http://www.example.com"),
        ("SITE_URL", "www.example.com"),
        ("SECRET_KEY", "short"),
        ("DEFAULT_SCRIPT", "latin"),
    ],
)
def test_production_refuses_what_is_unsafe(name, value, tmp_path):
    output, [error] = settings_with(PRODUCTION | {name: value}, tmp_path)
    assert output == ""
    assert name in error
