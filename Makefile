# The only documented commands. Everything a fresh machine needs beyond Python 3.11+ and make is installed by `make dev`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

help:  ## what there is to run
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(VENV)/.python: pyproject.toml
	@echo "set-up: virtual environment and Python packages (a minute or two, once)"
	$(PYTHON) -m venv "$(VENV)"
	"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev,local]'
	touch "$@"

node_modules/.package-lock.json: package.json package-lock.json $(VENV)/.python
	@echo "set-up: the pinned CDK CLI"
	npm ci --silent
	touch "$@"

dev: $(VENV)/.python node_modules/.package-lock.json  ## set up everything

fmt: dev  ## format the code
	ruff check --fix-only --quiet .
	ruff format --quiet .

lint: dev  ## formatting and lint, changing nothing
	ruff format --check .
	ruff check .

type: dev  ## strict types
	mypy

test: dev  ## every test
	python -m pytest

check: lint type test  ## the whole gate

demo: dev  ## the whole story on your machine: local cloud, cdk deploy, calls, failover
	python -m examples.demo

bench: dev  ## speed and size, as ratios measured side by side
	python -m tests.bench

new-resource: dev  ## scaffold a resource type: make new-resource NAME=voice_profile_domain
	python -m tests.house.scaffold "$(NAME)"

snapshots: dev  ## refresh the committed templates and routes
	python -m pytest tests/snapshots --snapshot-update -q

.PHONY: help dev fmt lint type test check demo bench new-resource snapshots
