# VegaLoop needs python3 (3.11 or newer) and make; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv pip install --quiet --require-hashes --python $(BIN)/python
export UV_PYTHON_DOWNLOADS := never
export PYTHONPATH := src
JOBS ?= 2
FAULTS ?= forgeries oracles stores backups migrations between pauses restarts storms pooled stops syncs speed full_disk disk_errors manners mutants simulator kills

.DEFAULT_GOAL := help
.PHONY: help run serve test check types lint architecture spec vectors coverage mutants bench faults fmt science openapi migration lock clean

help: ## Print this help
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

.venv/.uv: .locks/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit("VegaLoop needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .locks/uv.txt
	@touch $@

.venv/.run: .venv/.uv .locks/run.txt pyproject.toml
	@$(UV) -r .locks/run.txt
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	@touch $@

.venv/.dev: .venv/.run .locks/dev.txt
	@$(UV) -r .locks/dev.txt
	@touch $@

.venv/.plots: .venv/.run .locks/plots.txt
	@$(UV) -r .locks/plots.txt
	@touch $@

run: .venv/.run ## Start VegaLoop with a demo athlete on http://localhost:3000
	@$(BIN)/vegaloop serve --demo

serve: .venv/.run ## Start VegaLoop without the demo athlete
	@$(BIN)/vegaloop serve

test: .venv/.dev ## Run the whole suite, on SQLite and on PostgreSQL
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup

check: types lint .venv/.dev ## Types, lint, architecture and spec with fewer examples
	@$(BIN)/lint-imports
	@VEGALOOP_LAWS=quick $(BIN)/python -m pytest -q -n $(JOBS) tests/architecture tests/typing tests/spec

types: .venv/.dev ## mypy, strict
	@$(BIN)/mypy

lint: .venv/.dev ## ruff: lint and format
	@$(BIN)/ruff check src tests docs
	@$(BIN)/ruff format --check src tests docs

architecture: .venv/.dev ## Who may import whom, dropped results, rules and tests
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q tests/architecture tests/typing

spec: .venv/.dev ## The rules of the domain, as properties
	@$(BIN)/python -m pytest -q -n $(JOBS) tests/spec

vectors: .venv/.dev ## How many vectors of each formula pass (VEGALOOP_VECTORS names another file)
	@$(BIN)/python -m tests.vectors

coverage: .venv/.dev ## Branch coverage of domain and application
	@$(BIN)/python -m coverage erase
	@$(BIN)/python -m coverage run -m pytest -q tests/spec tests/vectors tests/stores tests/machines tests/http
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage report --include='*/kernel/*,*/domain/*,*/application/*' --skip-covered

mutants: .venv/.dev ## Change the domain in every small way and count what the tests notice: make mutants WHERE=goals SAMPLE=500
	@$(BIN)/python -m tests.mutants $(WHERE) $(if $(SAMPLE),--sample $(SAMPLE))

bench: .venv/.dev ## Print the speed figures, side by side with peers where there are any
	@$(BIN)/python -m tests.benchmarks

faults: .venv/.dev ## Break things on purpose, and print what was lost: minutes, on both engines
	@failed=0; for what in $(FAULTS); do $(BIN)/python -m tests.faults.$$what || failed=1; done; exit $$failed

fmt: .venv/.dev ## Format the code
	@$(BIN)/ruff check --fix --quiet src tests docs || true
	@$(BIN)/ruff format src tests docs

science: .venv/.plots ## Draw the plots of docs/science.md from the code
	@$(BIN)/python docs/science/draw.py

openapi: .venv/.run ## Write docs/openapi.json from the code
	@$(BIN)/python -m vegaloop.app.openapi > docs/openapi.json

migration: .venv/.run ## Write the next migration from the tables: make migration WHAT="what it does"
	@$(BIN)/python -m vegaloop.app.migration $(WHAT)

lock: .venv/.uv ## Pin the dependencies anew, with hashes and no addresses
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml --extra build -o .locks/run.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml --extra build --extra dev -c .locks/run.txt -o .locks/dev.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml --extra build --extra plots -c .locks/run.txt -o .locks/plots.txt

clean: ## Remove the environment and every cache; your data stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .mutants
