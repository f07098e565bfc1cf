import pytest

from cms.library.models import Picture
from tests.library.pictures import photo


@pytest.fixture
def picture(db):
    """A described photo, wide enough for every rendition, as it is right after the upload."""
    return Picture.objects.receive(photo(2000, 1000), alt="山稜上的晨霧")


@pytest.fixture
def shower(django_user_model, db):
    """Something live that may show pictures; what it is makes no difference to the library."""
    return django_user_model.objects.create(username="page", email="page@example.com")
