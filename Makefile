# What to do with this checkout: `make` lists it. Paths are relative, so that the checkout may
# lie in a folder with spaces in its name.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PY := .venv/bin/python
# Two workers: much of the tests' time is waiting for programs that start. A file stays in one,
# and those that take longest come first (tests/conftest.py), so that both end together.
TOGETHER := -n 2 --dist loadfile --no-loadscope-reorder
WITH_DATABASE := $(PY) -m ops.postgres exec --
TORCH := torch==2.13.0
# Named by what the lock file says, so that another lock file is another stamp.
STAMP := .venv/.installed-$(shell sha256sum requirements.lock 2>/dev/null | cut -c1-16)
TRANSLATIONS := $(patsubst %.po,%.mo,$(wildcard backend/locale*/*/LC_MESSAGES/*.po))
FIND_PYTHON := for p in "$$PYTHON" python3.11 python3 python3.12 python3.13; do \
	[ -n "$$p" ] && "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	p=; done; [ -n "$$p" ] || { echo 'Python 3.11 or later is needed: install python3.11,' \
	'or name one: PYTHON=/path/to/python make install' >&2; exit 1; }

.PHONY: help
help: ## list what there is
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 12

.PHONY: install
install: packages-run $(STAMP) $(TRANSLATIONS) .env ## set up .venv, translations, model weights and .env
	@$(PY) -m matching.weights

.PHONY: run
run: install ## start everything: http://127.0.0.1:8000/ (PORT=8001 make run for another port)
	@$(PY) -m ops.run

.PHONY: test
test: packages-test install ## run the tests that CI runs
	@$(WITH_DATABASE) $(PY) -m pytest $(TOGETHER) -m "not slow" $(ARGS)

.PHONY: test-all
test-all: packages-test install ## run every test, the long ones too
	@$(WITH_DATABASE) $(PY) -m pytest $(TOGETHER) $(ARGS)

.PHONY: check
check: install ## format, lint, types, imports, migrations, API schema, translations
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PY) -c 'from importlinter.cli import lint_imports_command as run; run()'
	@$(WITH_DATABASE) $(MAKE) --no-print-directory check-django

.PHONY: check-django
check-django:
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) manage.py spectacular --validate --fail-on-warn --file /dev/null
	@$(PY) manage.py check_messages

.PHONY: bench
bench: install ## measure speed beside the named baselines
	@$(PY) -m benchmarks $(ARGS)
	@[ -n "$(ARGS)" ] || { $(PY) -m benchmarks.scale 1000 && echo \
		'Larger networks: make bench-scale N=100000; embedding one: make bench-embedding N=100000'; }

.PHONY: bench-scale
bench-scale: install ## load a made-up network of N profiles (N=100000) and measure searching it
	@$(PY) -m benchmarks.scale $(or $(N),100000)

.PHONY: bench-embedding
bench-embedding: install ## embed N passages from nothing (N=100000): speed beside the bare models, memory
	@$(PY) -m benchmarks.scale.embedding $(or $(N),100000)

.PHONY: evaluate
evaluate: install ## measure the quality of the rankings
	@$(PY) -m matching.evaluation $(ARGS)

.PHONY: messages
messages: install ## collect the texts to translate into backend/locale
	@$(PY) manage.py makemessages

.PHONY: clean
clean: ## remove .venv and .local (the database and sent files too), after asking
	@printf 'Remove .venv and .local, with the database and the files people sent? [y/N] '; \
	read -r answer; \
	[ "$$answer" = y ] || { echo 'Nothing removed.'; exit 0; }; \
	if [ -d .local/postgres ] && [ -x $(PY) ]; then \
		COUNTERPART_LOCAL=.local $(PY) -m ops.postgres stop || exit 1; fi; \
	rm -rf .venv .local; echo 'Removed.'

.PHONY: packages-run packages-test
packages-run packages-test: packages-%:
	@$(FIND_PYTHON); "$$p" ops/system_packages.py $*

$(STAMP):
	@test -f requirements.lock || { echo 'requirements.lock is missing.' >&2; exit 1; }
	@$(FIND_PYTHON); $(PY) -m pip --version >/dev/null 2>&1 || "$$p" -m venv --clear .venv
	@echo 'Installing Python packages into .venv (2.4 GB, some minutes) …'
	@[ -t 1 ] && quiet= || quiet=--quiet; \
	for what in '$(TORCH)' '-r requirements.lock'; do \
		$(PY) -m pip install $$quiet --disable-pip-version-check $$what || exit 1; done
	@rm -f .venv/.installed-*; touch $@

# Settings for development; where DEBUG or a SECRET_KEY is given, this is another installation.
.env:
	@[ -n "$$DEBUG$$SECRET_KEY" ] || { cp .env.example .env; \
		echo 'Wrote .env with settings for development (DEBUG=1).'; }

%.mo: %.po
	@msgfmt --check-format --output-file=$@ $<
