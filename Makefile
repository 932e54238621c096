# Two commands: `make run` (install, the job printed, server on) and `make test` (install, whole suite, offline).
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

# Where `make run` keeps the example market; `greencard` itself has its own default.
GREENCARD_DATA ?= .greencard

.PHONY: run test lint bench install dev lock docs clean

$(VENV)/.run: requirements.lock pyproject.toml
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --no-index -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

install: $(VENV)/.run
dev: $(VENV)/.dev

run: install
	$(BIN)/greencard demo --data "$(GREENCARD_DATA)"
	$(BIN)/greencard serve --data "$(GREENCARD_DATA)"

test: dev
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: dev
	$(BIN)/python bench/run.py

docs: dev
	$(BIN)/python docs/generate.py

# Needs `uv` on the path; the locks name no index.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --all-extras --output-file requirements.lock pyproject.toml docs/build-requirements.in
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --all-extras --group dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml docs/build-requirements.in

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
