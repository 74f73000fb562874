# `make` lists what can be done.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.DEFAULT_GOAL := help

help: ## List what can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(STAMP) ## Answer questions: over Telegram with BOT_TOKEN set, else on a page in the browser
	@$(BIN)/python -m bot run

preview: $(STAMP) ## Chat with the real bot in the browser, without Telegram
	@$(BIN)/python -m bot preview

chat: $(STAMP) ## Answer questions in the terminal
	@$(BIN)/python -m bot chat

test: $(DEV_STAMP) ## Run the tests
	@tests/system.sh
	@$(BIN)/python -m pytest

check: $(DEV_STAMP) ## Format, lint, types and the knowledge
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m bot check

bench: $(DEV_STAMP) ## Speed, quality and reliability beside baselines: 40 minutes, tables in .cache/measured.md
	@$(BIN)/python -m benchmarks --write .cache/measured.md

pictures: $(DEV_STAMP) ## The pictures of the editors' guide, drawn anew
	@$(BIN)/python -m docs.pictures

clean: ## Remove the environment and everything that is built
	rm -rf $(VENV) .cache

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# torch comes first and alone: resolved together with the rest, a release for graphics cards could be taken.
$(STAMP): pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet torch==2.13.0
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(DEV_STAMP): $(STAMP)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

.PHONY: help run preview chat test check bench pictures clean
