"""The house stands as docs/architecture.md says: layers of imports, of foreign keys, and pointers that resolve."""

import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
LAYERS = [[name.strip() for name in layer.split("|")] for layer in CONTRACT["layers"]]
RANK = {name: len(LAYERS) - number for number, layer in enumerate(LAYERS) for name in layer}
OURS = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_config.name in RANK]


def room(model):
    return model._meta.app_config.name


def test_every_app_of_ours_has_its_layer():
    places = {config.name: Path(config.path) for config in apps.get_app_configs()}
    ours = {name for name, path in places.items() if path == ROOT / name.replace(".", "/")}
    assert "cms.publishing" in ours
    assert ours <= set(RANK)


def test_imports_point_down():
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model):
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey | models.ManyToManyField | models.OneToOneField):
            target = field.related_model
            if room(target) in RANK and not model._meta.auto_created:
                assert RANK[room(target)] <= RANK[room(model)], f"{model._meta.label}.{field.name} points up"
                same_height = RANK[room(target)] == RANK[room(model)] and room(target) != room(model)
                assert not same_height, f"{model._meta.label}.{field.name} points sideways"


def test_model_names_are_unique_since_page_tags_are_made_of_them():
    names = [model._meta.model_name for model in OURS if not model._meta.auto_created]
    assert len(names) == len(set(names))


def pointers():
    return sorted(set(re.findall(r"`([a-z_.]+:[A-Za-z_.]+)`", (ROOT / "docs/tour.md").read_text())))


def test_the_tour_points_into_the_code():
    assert "articles.views:ArticleDetail" in pointers()


@pytest.mark.parametrize("pointer", pointers())
def test_every_pointer_of_the_tour_resolves(pointer):
    module, _colon, path = pointer.partition(":")
    found = import_module(module)
    for name in path.split("."):
        found = getattr(found, name)


def test_requirements_name_no_place_of_this_machine():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        for word in ("find-links", "index-url", "trusted-host", "file:", " /"):
            assert word not in text, f"{word} in {name}"


def test_no_import_inside_a_function_but_in_ready():
    done = subprocess.run(
        [Path(sys.executable).parent / "ruff", "check", "--select", "PLC0415", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
