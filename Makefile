# The portal by its commands. `make` alone lists them.
# Everything lives in this folder: .bootstrap (uv), .venv (Python packages), var (data).

PORT ?= 8000
VAR ?= var
STAGE ?= adopted
DEMO ?= $(if $(filter run dev,$(MAKECMDGOALS)),1,0)
WORKERS ?= 2
SITE_URL ?= http://127.0.0.1:$(PORT)
PYTHON3 ?= python3
export PORT VAR STAGE DEMO WORKERS SITE_URL

BIN := .venv/bin
PY := $(BIN)/python
MANAGE := $(PY) -W ignore manage.py
NEEDS := $(PY) deploy/needs.py
# A test run takes nothing from the operator's environment.
CLEAN := env -u DATABASE_URL -u VAR -u DEMO -u SITE_URL -u DJANGO_DEBUG -u SECRET_KEY -u ALLOWED_HOSTS -u HTTPS -u MAIL_URL -u TASKS
PYTEST := $(CLEAN) $(BIN)/pytest

TEMPLATES = $(shell find templates tests -name '*.html')

.DEFAULT_GOAL := help
.PHONY: help run dev prepare static test test-fast test-sqlite test-browser test-postgres check format bench \
	backup restore messages css clean

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

# ---------------------------------------------------------------- the environment

.bootstrap/bin/uv:
	@command -v $(PYTHON3) >/dev/null || { echo "acs-portal: Python 3 is missing: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON3) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "acs-portal: Python's venv module is missing: apt-get install python3-venv" >&2; exit 1; }
	@echo "Setting up the environment (once; a minute or two)"
	@rm -rf .bootstrap && $(PYTHON3) -m venv .bootstrap && .bootstrap/bin/pip install -qq --disable-pip-version-check uv

# What users need; the tools of the developers come on top with .venv/.tools.
.venv/.ready: pyproject.toml uv.lock .python-version | .bootstrap/bin/uv
	@.bootstrap/bin/uv python find --quiet >/dev/null 2>&1 || .bootstrap/bin/uv python install --quiet 2>/dev/null || \
		{ echo "acs-portal: Python $$(cat .python-version) is needed and was not found: install it (on Debian: apt-get install python$$(cat .python-version))" >&2; exit 1; }
	@.bootstrap/bin/uv sync --frozen --no-dev --inexact --quiet
	@touch $@

.venv/.tools: .venv/.ready
	@.bootstrap/bin/uv sync --frozen --quiet
	@touch $@

assets/node_modules/.ready: assets/package-lock.json | .venv/.ready
	@$(NEEDS) npm
	@npm ci --prefix assets --no-audit --no-fund --silent
	@touch $@

# ---------------------------------------------------------------- the portal

prepare: .venv/.ready static
	@$(NEEDS) pdf
	@$(PY) -W ignore deploy/prepare.py

# Hashed and compressed once; again only when a file or a package has changed.
static: $(VAR)/static/.ready
$(VAR)/static/.ready: $(shell find static -type f 2>/dev/null) .venv/.ready
	@DJANGO_DEBUG=0 $(MANAGE) collectstatic --no-input --clear -v 0
	@touch $@

run: export TASKS ?= worker
run: prepare ## serve the portal on http://127.0.0.1:$(PORT) as users meet it, with the demo
	@exec $(BIN)/gunicorn --config deploy/gunicorn.conf.py acs_portal.wsgi

dev: export DJANGO_DEBUG = 1
dev: .venv/.tools prepare ## the same with automatic reload and debug pages
	@exec $(PY) manage.py runserver 127.0.0.1:$(PORT)

backup: .venv/.ready ## FILE=x.tar.gz: database and files, whole, with a manifest
	@test -n "$(FILE)" || { echo "acs-portal: say where: make backup FILE=portal.tar.gz" >&2; exit 1; }
	@$(MANAGE) backup "$(FILE)"

restore: .venv/.ready ## FILE=x.tar.gz: checks the backup and puts it back; FORCE=1 over a database in use
	@test -n "$(FILE)" || { echo "acs-portal: say what: make restore FILE=portal.tar.gz" >&2; exit 1; }
	@$(MANAGE) restore "$(FILE)" $(if $(FORCE),--force)

# ---------------------------------------------------------------- proofs

test: check test-sqlite test-browser test-postgres ## the whole suite: SQLite, the browser, PostgreSQL

test-fast: .venv/.tools ## without the browser and PostgreSQL
	@$(NEEDS) pdf gettext
	@$(PYTEST) -n 2 --dist loadgroup -m "not browser"

test-sqlite: test-fast

test-browser: .venv/.tools assets/node_modules/.ready
	@$(NEEDS) pdf browser java
	@$(PYTEST) -n 2 --dist loadgroup -m browser

test-postgres: .venv/.tools
	@$(NEEDS) pdf postgres
	@$(CLEAN) $(PY) tests/with_postgres.py $(BIN)/pytest -n 2 --dist loadgroup -m "not browser"

check: .venv/.tools ## linters, import contracts, translations, migrations, check --deploy
	@$(NEEDS) gettext
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "acs-portal: not formatted: make format" >&2; exit 1; }
	@$(BIN)/djade --target-version 6.1 --check $(TEMPLATES) || { echo "acs-portal: not formatted: make format" >&2; exit 1; }
	@$(BIN)/lint-imports
	@$(CLEAN) $(MANAGE) makemigrations --check --dry-run
	@$(CLEAN) $(PY) deploy/check_production.py
	@$(PYTEST) -q -n 0 tests/test_translations.py

format: .venv/.tools ## put Python and templates into the form that `make check` wants
	@$(BIN)/ruff check --quiet --fix-only . && $(BIN)/ruff format --quiet .
	@$(BIN)/djade --target-version 6.1 $(TEMPLATES) || true

bench: .venv/.tools ## the performance workloads, as a table
	@$(NEEDS) pdf
	@$(CLEAN) $(PY) bench/run.py

# ---------------------------------------------------------------- what is made from sources and kept

LANGUAGES := -l en -l es -l fr
messages: .venv/.ready ## collect the strings to translate, compile the translations
	@$(NEEDS) gettext
	@$(MANAGE) makemessages $(LANGUAGES) --no-obsolete --add-location=file --no-wrap \
		--ignore=.venv --ignore=.bootstrap --ignore=var --ignore=assets --ignore=tests --ignore=bench
	@$(MANAGE) compilemessages --ignore=.venv --ignore=.bootstrap -v 0

css: assets/node_modules/.ready ## build the stylesheet from its sources
	@npm run --prefix assets --silent build

clean: ## remove the environments; var/ stays
	@rm -rf .venv .bootstrap assets/node_modules
