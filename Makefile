# Back2ITSM: `make run` runs a site, `make test` tests it. Needs Python 3.11 or newer and make, nothing else.
.PHONY: run dev admin words test test-sqlite test-postgres test-browser lint bench bench-million requirements
.DEFAULT_GOAL := run
MAKEFLAGS += --no-print-directory --silent

VENV ?= .venv
PY := $(VENV)/bin/python
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
WORKERS ?= 2
PYTEST := $(PY) -m pytest -q -n $(WORKERS)

run: $(VENV)/runtime.stamp
	$(PY) manage.py serve

dev: $(VENV)/development.stamp
	DEBUG=1 $(PY) manage.py serve

admin: $(VENV)/runtime.stamp
	test -n "$(EMAIL)" || { echo "Say for whom: make admin EMAIL=you@example.org" >&2; exit 2; }
	$(PY) manage.py make_admin "$(EMAIL)"

# Tests -------------------------------------------------------------------------------------------
# With DATABASE_URL set, that database is the only one tested. Where SQLite comes first, PostgreSQL is asked what
# has to do with rows only: the rest cannot end otherwise a second time.
ifdef DATABASE_URL
test: test-postgres test-browser
else
test: test-sqlite
	$(MAKE) test-postgres WHICH="not browser and rows"
	$(MAKE) test-browser
endif
WHICH ?= not browser

test-sqlite: $(VENV)/development.stamp
	echo "== Tests on SQLite"
	DATABASE_URL= $(PYTEST) -m "not browser and not postgres" $(ARGS)

test-postgres: $(VENV)/development.stamp
	echo "== Tests on PostgreSQL"
	$(PY) -m tests.postgres $(PYTEST) -m "$(WHICH)" $(ARGS)

test-browser: $(VENV)/development.stamp
	if command -v chromium chromium-browser google-chrome >/dev/null 2>&1; then \
		echo "== Tests in the browser"; DATABASE_URL= $(PYTEST) -m browser tests/browser $(ARGS); \
	else echo "== Browser tests SKIPPED: there is no Chromium here (Debian: apt-get install chromium)"; fi

lint: $(VENV)/development.stamp
	$(PY) -m ruff check --quiet .
	$(PY) -m ruff format --check --quiet . || { echo "Run: $(PY) -m ruff format ." >&2; exit 1; }
	$(PY) -m djlint --quiet --lint templates
	$(PY) -m mypy --no-error-summary
	$(PY) -m bandit --quiet --recursive --configfile pyproject.toml back2itsm content people ratings surveys moderation
	$(PY) manage.py makemigrations --check --dry-run

bench: $(VENV)/development.stamp
	$(PY) manage.py bench $(ARGS)

bench-million: $(VENV)/development.stamp
	$(PY) manage.py bench --million $(ARGS)

# Virtual environment: made once, filled again only when a requirements file changes ----------------
$(PY):
	test -n "$(PYTHON)" || { echo "Back2ITSM needs Python 3.11 or newer; none was found. Install it, or say where \
	it is: make run PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "Python could not make a virtual environment; on Debian and Ubuntu: \
	apt-get install python3-venv" >&2; rm -rf $(VENV); exit 1; }

$(VENV)/runtime.stamp: requirements.txt | $(PY)
	echo "Installing what requirements.txt lists"
	$(PIP) -r requirements.txt
	touch $@

$(VENV)/development.stamp: requirements-dev.txt $(VENV)/runtime.stamp
	echo "Installing what requirements-dev.txt lists"
	$(PIP) -r requirements-dev.txt
	touch $@

# Takes the newest releases the .in files allow; look at the diff before you commit it.
requirements: $(VENV)/development.stamp
	for name in requirements requirements-science requirements-dev; do $(PY) -m piptools compile --quiet --upgrade --generate-hashes \
		--allow-unsafe --strip-extras --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		--no-emit-trusted-host --output-file $$name.txt $$name.in || exit 1; done

# Compiles back2itsm/locale/ (needs gettext). Their .mo files are committed: a fresh machine has no gettext.
words: $(VENV)/runtime.stamp
	$(PY) manage.py compilemessages --locale en_GB --verbosity 0
