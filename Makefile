# `make run` and `make test` are all that a new machine needs; both set up what they use.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
SOURCES := cms services articles leads pages reach demo tests manage.py

.PHONY: run test check drill fmt messages docs requirements clean

run: export SITE_URL ?= http://127.0.0.1:$(PORT)
run: .venv/run.stamp
	@$(BIN)/python manage.py collect_if_changed & collecting=$$!; \
	  $(BIN)/python manage.py migrate --no-input -v 0 && $(BIN)/python manage.py demo && wait $$collecting
	@PORT=$(PORT) $(BIN)/python manage.py serve

test: .venv/dev.stamp
	@$(BIN)/python deploy/run_tests.py

check: .venv/dev.stamp
	@$(BIN)/python deploy/run_tests.py --checks-only

drill: .venv/dev.stamp
	@$(BIN)/python -m deploy.drill

fmt: .venv/dev.stamp
	@$(BIN)/ruff check --fix --quiet $(SOURCES) || true
	@$(BIN)/ruff format --quiet $(SOURCES)

messages: .venv/dev.stamp
	@$(BIN)/python deploy/messages.py

docs: .venv/dev.stamp
	@$(BIN)/python deploy/reference.py

requirements: .venv/dev.stamp
	@$(BIN)/pip install --quiet pip-tools
	@for name in requirements requirements-dev; do $(BIN)/pip-compile --quiet --generate-hashes --strip-extras \
	  --no-emit-index-url --no-emit-find-links --no-header -o $$name.txt $$name.in; done

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Ridgeline needs Python 3.11 or newer; say PYTHON=python3.12 make run, for example."; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt | .venv/bin/python
	@echo "Installing what the site needs…"
	@$(BIN)/pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt | .venv/bin/python
	@echo "Installing what the tests need…"
	@$(BIN)/pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/run.stamp

clean:
	rm -rf .venv var
