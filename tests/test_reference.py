"""Documents that are made from the code are as the code is, and the code says what they need."""

import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings

OURS = [model for model in apps.get_models() if (settings.BASE_DIR / model.__module__.split(".")[0]).is_dir()]


def test_the_data_model_and_the_glossary_are_as_the_code_is():
    check = [sys.executable, "deploy/reference.py", "--check"]
    done = subprocess.run(check, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_says_what_it_is(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")  # Django's own list of fields
