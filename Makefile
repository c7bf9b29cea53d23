# Everything here starts from nothing but Python 3.11 or later with pip and venv. Each target sets up what it needs,
# once: until pyproject.toml changes. PYTHON=... chooses the interpreter, VENV=... the place of the environment.

PYTHON ?= $(shell .ci/find-python)
VENV ?= .venv
VENV_3.11 ?= .venv-3.11
VENV_3.13 ?= .venv-3.13
# How hard a check looks with Hypothesis (tests/conftest.py), and what it leaves out on a second Python: what the model
# says is judged once, since its digits are the same there, which is tested.
PROFILE_3.11 = ci
PROFILE_3.13 = again
AGAIN = -m "not nightly and not slow and not browser and not notebook and not numbers"

# Compiles what is not yet in the cache on disk, lest parallel tests compile it all at once (WARM= does nothing).
WARM ?= $(BIN)/python -m trustsim doctor --quiet
# More arguments for pytest, or for the benchmark: make test ARGS="-k ledger -x", make bench ARGS="--only ours,mesa".
ARGS ?=
# What the nights measure beside the long tests: each prints its figures and fails where one is missed.
NIGHTLY = benchmarks/false_alarms.py benchmarks/variance_reduction.py benchmarks/calibration_recovery.py \
	benchmarks/killed_sweep.py benchmarks/workshop_room.py

BIN = $(VENV)/bin
# Most of what is installed is never imported; what is, Python compiles then.
INSTALL = $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-compile
PYTEST = $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test check nightly app workshop bench figures evidence screenshots clean lint ready notebooks browser

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/.core ## compare five policies with the baseline: a table and a figure
	@$(BIN)/trustsim demo

test: ready ## run the tests (under 5 minutes)
	@$(PYTEST) $(ARGS)

# Python 3.11 must be there. Its tests come last, so that the last line is their summary. Style and types need one
# processor, as an installation does; pages wait for one another, and notebooks compute meanwhile.
check: ## style, types, contracts, notebooks, and the tests on Python 3.11 and 3.13 (under 15 minutes)
	@.ci/side-by-side '$(call on,3.11) lint ready' '! .ci/find-python 3.13 >/dev/null || { $(call on,3.13) ready; }'
	@.ci/side-by-side '$(call on,3.11) browser' '$(call on,3.11) notebooks'
	@if .ci/find-python 3.13 >/dev/null; then $(call on,3.13) test ARGS='$(AGAIN)'; \
	else echo "Python 3.13 was not found: the tests are not run on it."; fi
	@$(call on,3.11) test

nightly: $(VENV)/.browser ## run the long tests and the benchmarks
	@$(WARM)
	@HYPOTHESIS_PROFILE=nightly $(PYTEST) -m "nightly or slow" $(ARGS) || [ $$? -eq 5 ] # 5: there are none yet
	@for script in $(NIGHTLY); do echo "$$script"; $(BIN)/python "$$script" || exit; done

app: $(VENV)/.app ## open the app in the browser
	@$(WARM)
	@$(BIN)/trustsim app $(ARGS)

workshop: $(VENV)/.app ## open a room for a workshop on this network
	@$(WARM)
	@$(BIN)/trustsim workshop $(ARGS)

bench: $(VENV)/.core ## measure speed beside other engines, which it sets up (about 15 minutes)
	@$(WARM)
	@$(BIN)/python -m benchmarks $(ARGS)

figures: $(VENV)/.core ## draw the figures of docs/ again: all shipped maps (a few minutes)
	@$(BIN)/python -m trustsim.documentation --figures

evidence: $(VENV)/.core ## measure the published findings again: docs/evidence.md, its figure, and what is shipped of it
	@$(BIN)/trustsim evidence --page docs/evidence.md --figure docs/evidence.png \
		--save trustsim/evidence/findings/measured.csv

screenshots: $(VENV)/.browser ## take the pictures of the app for docs/ again
	@$(WARM)
	@$(BIN)/python -m tests.browser.screenshots
	@$(BIN)/python -m tests.browser.workshop_pictures

clean: ## remove environments, caches and builds
	@rm -rf .bench .venv .venv-3.11 .venv-3.13 build dist .pytest_cache .hypothesis .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------------------------------------- the parts of a check

lint: $(VENV)/.dev
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/pyright --pythonpath $(BIN)/python
	@$(BIN)/lint-imports --no-logo

ready: $(VENV)/.test # and the rules are compiled
	@$(WARM)

notebooks: ready
	@$(BIN)/python -m pytest -n 2 -m notebook tests/test_notebooks.py $(ARGS)

browser: $(VENV)/.browser
	@$(WARM)
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "browser and not nightly" tests/browser $(ARGS)

# on,VERSION: make, with that version of Python and the environment of its own.
on = python=$$(.ci/find-python $(1)) || { echo "Python $(1) with pip and venv was not found." >&2; exit 1; }; \
	HYPOTHESIS_PROFILE=$(PROFILE_$(1)) $(MAKE) PYTHON="$$python" VENV="$(VENV_$(1))"

# ------------------------------------------------------------------------------------- environments, each set up once

$(VENV)/.pip:
	@[ -n "$(PYTHON)" ] && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "trustsim needs Python 3.11 or later with pip and venv: name one with PYTHON=..." >&2; exit 1; }
	@echo "Setting up $(VENV): once, a minute or two."
	@"$(PYTHON)" -m venv --clear $(VENV)
	@$(INSTALL) --upgrade pip
	@touch $@

$(VENV)/.core: pyproject.toml | $(VENV)/.pip
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/.pip
	@$(INSTALL) --editable . --group test
	@touch $(VENV)/.core $@

$(VENV)/.app: pyproject.toml | $(VENV)/.pip
	@$(INSTALL) --editable '.[app]'
	@touch $(VENV)/.core $@

$(VENV)/.browser: pyproject.toml | $(VENV)/.pip
	@$(INSTALL) --editable '.[app]' --group browser
	@touch $(VENV)/.core $(VENV)/.test $(VENV)/.app $@

$(VENV)/.dev: pyproject.toml | $(VENV)/.pip
	@$(INSTALL) --editable '.[app]' --group dev
	@touch $(VENV)/.core $(VENV)/.test $(VENV)/.app $(VENV)/.browser $@
