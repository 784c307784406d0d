# Every target sets up by itself what it needs; all that must be there is Python >= 3.11, make and git.

PYTHON ?= python3
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
# The lock is complete (--no-deps), pinned by hash, and everything in it comes as a wheel: nothing is compiled.
INSTALL := $(PIP) install --require-hashes --no-deps --no-compile --only-binary=:all: --requirement
SOURCES := events projections service migrations seeds native tests bench

# Tests start hundreds of processes: compiled once, what they import loads in a fifth of the time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test test-slow lint format types bench wheel docs lock clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.developing ## Make .venv with all that running and developing need

demo: $(VENV)/.running ## Ingest the sample articles into the embedded database and show what follows from them
	@$(BIN)/chancery demo

serve: $(VENV)/.running ## Serve HTTP on the database (CHANCERY_DATABASE_URL, else the embedded one)
	@$(BIN)/chancery serve

test: $(VENV)/.developing ## Run the test suite, all but the tests marked slow
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not slow" $(ARGS)

test-slow: $(VENV)/.developing ## Run the tests marked slow
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m slow $(ARGS)

lint: $(VENV)/.developing ## Check style, format and who imports whom
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

format: $(VENV)/.developing ## Put every file in the one format
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

types: $(VENV)/.developing ## Check types, strictly
	$(BIN)/pyright

bench: $(VENV)/.measuring ## Measure
	$(BIN)/python -m bench $(ARGS)

wheel: $(VENV)/.compiling ## Build the wheel into dist/ with its reading engine and folds compiled (needs a C compiler and Python's headers)
	rm -f dist/chancery-*.whl
	NATIVE_READING=1 $(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

docs: $(VENV)/.developing ## Check that the documents name all that there is and that their examples run
	$(BIN)/python -m pytest tests/contract/docs $(ARGS)

lock: ## Resolve the dependencies of pyproject.toml anew (needs uv)
	uv pip compile pyproject.toml $(LOCK) --group build --output-file requirements.lock
	uv pip compile pyproject.toml $(LOCK) --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock
	uv pip compile $(LOCK) --group pyproject.toml:bench --constraint requirements-dev.lock --output-file requirements-bench.lock
	uv pip compile $(LOCK) --group pyproject.toml:native --constraint requirements-dev.lock --output-file requirements-native.lock

LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet

clean: ## Remove .venv and what tools left behind
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis .import_linter_cache dist
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Chancery needs Python 3.11 or later; $(PYTHON) is older or missing. Name another: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Making $(VENV)"
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment; on Debian: apt install python3-venv" >&2; exit 1; }

$(VENV)/.running: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what Chancery runs on (requirements.lock)"
	@$(INSTALL) requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.developing: requirements-dev.lock $(VENV)/.running
	@echo "Installing what its developers use (requirements-dev.lock)"
	@$(INSTALL) requirements-dev.lock
	@touch $@

$(VENV)/.compiling: requirements-native.lock $(VENV)/.running
	@echo "Installing what compiles the reading engine (requirements-native.lock)"
	@$(INSTALL) requirements-native.lock
	@touch $@

$(VENV)/.measuring: requirements-bench.lock $(VENV)/.developing
	@echo "Installing what is measured beside ours (requirements-bench.lock)"
	@$(INSTALL) requirements-bench.lock
	@touch $@
