# `make help` lists what there is. Needs Python 3.11 or newer, git and make; everything else comes from the lock.

PYTHON ?= python3

# What `make lock` passes on; `make lock LOCK_FLAGS=` keeps the pins and adds only what pyproject.toml newly asks for.
LOCK_FLAGS ?= --upgrade

VENV := .venv
BIN := $(VENV)/bin
# Two stamps, so that a changed lock makes a new environment and a changed pyproject.toml only a new entry point.
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready
PROMTOOL := $(BIN)/promtool

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := $(BIN)/uv --no-config pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"

# Where a machine forbids bytecode, every start would compile troposphere and cfn-lint anew.
unexport PYTHONDONTWRITEBYTECODE

# The tools use every core by themselves, and the tests read out/ while a build writes it: one target after the other,
# also under -j.
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

.PHONY: all
all: build ## set everything up and build (what plain `make` does)

.PHONY: build
build: $(READY) ## build every shipped system into out/
	$(BIN)/python build.py

.PHONY: golden
golden: build ## rebuild out/ and show what changed
	@git status --short --untracked-files=all -- out

.PHONY: test
test: $(READY) $(PROMTOOL) ## set everything up and run the tests; `make test ARGS="-k network"` runs some
	$(BIN)/python -m pytest $(ARGS)

.PHONY: check
check: ## all that CI runs; goes on after a failure, so that one run shows everything
	@$(MAKE) --no-print-directory --keep-going check-format check-lint check-types check-layers test check-templates check-out

.PHONY: check-format
check-format: $(READY) ## the code is formatted
	$(BIN)/ruff format --check .

.PHONY: check-lint
check-lint: $(READY) ## ruff finds nothing
	$(BIN)/ruff check .

.PHONY: check-types
check-types: $(READY) ## mypy finds nothing
	$(BIN)/mypy

.PHONY: check-layers
check-layers: $(READY) ## nothing imports what its layer may not
	$(BIN)/lint-imports --no-logo

.PHONY: check-templates
check-templates: $(READY) ## cfn-lint finds nothing in out/
	$(BIN)/cfn-lint

.PHONY: check-out
check-out: build ## out/ in git is what the code builds
	@changed="$$(git diff --name-only -- out && git ls-files --others -- out)" || exit 1; \
	if [ -n "$$changed" ]; then \
		git --no-pager diff -- out; \
		printf '%s\n' "out/ is not what the code builds. Review the difference, then 'git add out':" "$$changed" >&2; \
		exit 1; \
	fi

.PHONY: promtool
promtool: $(PROMTOOL) ## get the checker of Prometheus's rules, which the tests need

.PHONY: format
format: $(READY) ## format the code, sort its imports, repair what ruff can
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

# The second list is constrained by the first: the same pins in both.
.PHONY: lock
lock: $(READY) ## renew both lists of requirements, with hashes and without hosts
	$(COMPILE) $(LOCK_FLAGS) --extra dev --output-file requirements-dev.txt pyproject.toml
	$(COMPILE) $(LOCK_FLAGS) --constraints requirements-dev.txt --output-file requirements.txt pyproject.toml

.PHONY: reference
reference: build ## renew the pages of settings, security goals and rules in docs/
	$(BIN)/python -m tasktracker_cfn reference > docs/configuration.md
	$(BIN)/python -m tasktracker_cfn reference --schema > docs/system.schema.json
	$(BIN)/python -m tasktracker_cfn goals > docs/security-goals.md
	$(BIN)/python -m tasktracker_cfn rules > docs/rules.md

.PHONY: bench
bench: $(READY) ## measure start-up, and the gate against cfn-lint
	$(BIN)/python tests/bench/startup.py
	$(BIN)/python tests/bench/gate.py

# How many systems `make fuzz` draws; a run with lint takes about two seconds for each.
EXAMPLES ?= 50

.PHONY: fuzz
fuzz: $(READY) ## draw random systems and look for one that builds wrong; `make fuzz EXAMPLES=2000 ARGS="--seed 1"`
	$(BIN)/python -m tests.properties.fuzz --examples $(EXAMPLES) $(ARGS)

.PHONY: clean
clean: ## remove everything that make and the tools made, but not out/
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find templates tasktracker_cfn tests -type d -name __pycache__ -prune -exec rm -rf {} +
	rm -rf __pycache__

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# Nothing is compiled ahead: most of what is installed is never imported, and it takes as long as installing it.
$(LOCKED): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is missing or older than Python 3.11; name a newer one: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --no-compile --require-hashes --requirement requirements-dev.txt
	@touch $@

# From the lock, hence without dependencies of its own and without an isolated build.
$(READY): $(LOCKED) pyproject.toml
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# Neither PyPI nor npm has it, Debian and Ubuntu do: the package is unpacked here and not installed, so nobody has to be
# root. No version is asked for, since each release of Debian has one of its own and apt keeps no older one; apt has
# checked the signature. Tests fail without it, and do not skip, because nothing else would notice a rule that never fires.
$(PROMTOOL): | $(LOCKED)
	@set -e; \
	if found="$$(command -v promtool)"; then ln -sf "$$found" $@; exit; fi; \
	if ! command -v apt-get > /dev/null || ! command -v dpkg-deb > /dev/null; then \
		echo "promtool is missing, and apt-get too, which would bring it; install Prometheus 2.42 or newer" >&2; exit 1; \
	fi; \
	folder="$$PWD/$(VENV)/prometheus"; mkdir -p "$$folder/lists/partial" "$$folder/archives/partial"; cd "$$folder"; \
	apt="apt-get -qq -o APT::Sandbox::User=root"; \
	own="-o Dir::State::lists=$$folder/lists -o Dir::Cache=$$folder"; \
	$$apt download prometheus 2> /dev/null || { $$apt $$own update && $$apt $$own download prometheus; }; \
	dpkg-deb --fsys-tarfile prometheus_*.deb | tar --extract ./usr/bin/promtool; \
	mv usr/bin/promtool "$(CURDIR)/$@"; cd "$(CURDIR)"; rm -r "$$folder"; \
	$@ --version | head -n 1
