"""What every test may use: a cast of one person per role, and folders of its own."""

import io
import os
import zlib

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as inputs
from PIL import Image

from cms.library import decoder
from cms.people.models import User
from demo import loading
from demo.content import people
from tests.kept_rows import KeptDemo, KeptRows

# The same made-up inputs in every run: a run that fails must fail again, and what is new is looked for on purpose with
# HYPOTHESIS_PROFILE=searching.
inputs.register_profile("same", derandomize=True, deadline=None)
inputs.register_profile("searching", deadline=None)
inputs.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


ASKING = {"db", "transactional_db", "live_server", "client"}


def pytest_addoption(parser):
    parser.addoption("--asking-databases", action="store_true", help="leave out the tests that ask no database")


def pytest_collection_modifyitems(config, items):
    """A second run, on other servers, would only repeat what asks none; pytest-django keeps it from asking."""
    if not config.getoption("--asking-databases"):
        return
    config.hook.pytest_deselected(items=[item for item in items if not asks_a_database(item)])
    items[:] = filter(asks_a_database, items)


def asks_a_database(item) -> bool:
    is_marked = item.get_closest_marker("django_db") is not None
    return is_marked or not ASKING.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """No test takes the power away, so a commit need not wait for the disk."""
    options = connection.settings_dict["OPTIONS"]
    if connection.vendor == "sqlite":
        hurried = {"init_command": options["init_command"].replace("synchronous=FULL", "synchronous=OFF")}
    else:
        hurried = {"options": "-c synchronous_commit=off"}
    connection.settings_dict["OPTIONS"] = options | hurried


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """pytest-django's; after a test that commits, the rows of the migrations are put back."""
    with django_db_blocker.unblock():
        migrated = KeptRows()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: migrated.put_back())
        yield


@pytest.fixture
def in_english():
    """Sentences as they stand in the code, whatever the catalogue makes of them."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def an_empty_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def cheap_settings(settings, tmp_path):
    """Files in a folder of the test's own, plain static names, mail in memory, quick passwords."""
    settings.DATA_DIR = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            name: {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / folder}}
            for name, folder in {"default": "private", "private": "private", "public": "public"}.items()
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AXES_ENABLED = False


@pytest.fixture(autouse=True)
def no_looking_for_replacements(monkeypatch):
    """Once a second one page more would ask a query more; the tests about it look on purpose."""
    monkeypatch.setattr("cms.publishing.middleware.PutInPlace.look", lambda self: None)


@pytest.fixture(autouse=True)
def quick_drawings(monkeypatch):
    """The worker draws no share pictures but where a test looks at them."""
    monkeypatch.setattr("reach.drawing.share_picture", lambda *about: b"a drawing")


def person(role, name=None):
    """Somebody with this role; "outsider" may sign in to the admin but holds no role."""
    user = User.objects.create_user(
        name or role, f"{name or role}@example.com", "a long pass phrase", is_staff=True, language="en"
    )
    if role != "outsider":
        user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def author(db):
    return person("author")


@pytest.fixture
def editor(db):
    return person("editor")


@pytest.fixture
def chief(db):
    return person("chief editor", "chief")


@pytest.fixture
def analyst(db):
    return person("analyst")


@pytest.fixture
def salesperson(db):
    return person("salesperson")


@pytest.fixture
def administrator(db):
    return person("administrator")


@pytest.fixture
def outsider(db):
    return person("outsider")


@pytest.fixture(scope="session")
def kept_demo():
    return KeptDemo()


@pytest.fixture
def demo_site(db, monkeypatch, tmp_path, kept_demo, tmp_path_factory):
    """The whole demo, with a small picture of one colour drawn in place of each, and opened without a process."""

    def draw(key: str) -> bytes:
        data = io.BytesIO()
        Image.new("RGB", (640, 400), tuple(zlib.crc32(key.encode()).to_bytes(4)[:3])).save(data, "PNG")
        return data.getvalue()

    def load():
        loading.load({person.role: "a long pass phrase" for person in people.PEOPLE})

    with monkeypatch.context() as here:
        here.setattr("demo.pictures.draw", draw)
        here.setattr("cms.library.gate.decode", lambda source, target: decoder.take(str(source), str(target)))
        kept_demo.put_back_or(load, tmp_path, tmp_path_factory.getbasetemp() / "kept-demo")
    yield
    ContentType.objects.clear_cache()  # the keys end with the rows
