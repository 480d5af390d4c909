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

TOOLS := $(VENV)/.python node_modules/.package-lock.json

dev: $(TOOLS) browser  ## set up everything

BROWSERS := chromium chromium-browser google-chrome
APT := DEBIAN_FRONTEND=noninteractive apt-get --quiet=2 --option Acquire::http::Timeout=20
browser:  ## a browser for the tests of the page: Debian's, where there is none and we may install it
	@for name in $(BROWSERS); do if command -v "$$name" >/dev/null; then exit; fi; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "set-up: Debian's package chromium (once)"; \
	  install() { $(APT) install --yes --no-install-recommends chromium >/dev/null 2>&1; }; \
	  install || { $(APT) update >/dev/null 2>&1 && install; } || echo "set-up: that package cannot be had here, so the page is not tested in a browser"; \
	else \
	  echo "set-up: there is none of $(BROWSERS), so the page is not tested in a browser; install your system's package to have that"; \
	fi

fmt: $(TOOLS)  ## format the code
	ruff check --fix-only --quiet .
	ruff format --quiet .

lint: $(TOOLS)  ## formatting and lint, changing nothing
	ruff format --check .
	ruff check .

type: $(TOOLS)  ## strict types
	mypy

test: dev  ## every test
	python -m pytest

check: lint type test  ## the whole gate

demo: $(TOOLS)  ## the whole story on your machine: local cloud, cdk deploy, calls, failover
	python -m examples.demo

bench: $(TOOLS)  ## speed and size, as ratios measured side by side
	python -m tests.bench

new-resource: $(TOOLS)  ## scaffold a resource type: make new-resource NAME=voice_profile_domain
	python -m tests.house.scaffold "$(NAME)"

snapshots: $(TOOLS)  ## refresh the committed templates and routes
	python -m pytest tests/snapshots --snapshot-update -q

images: dev  ## draw the pictures of the docs anew
	python -m tests.browser.images

.PHONY: help dev browser fmt lint type test check demo bench new-resource snapshots images
