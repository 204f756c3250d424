# Short targets; the work is done by the scripts in hack/. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# Compiling every test module anew costs `make check` six seconds.
unexport PYTHONDONTWRITEBYTECODE

PY := .venv/bin
NODE := hack/cluster/node.sh
PIP_INSTALL := $(PY)/pip install --quiet --disable-pip-version-check --constraint hack/constraints.txt

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- the Python environment -------------------------------------------------------------------------------------------
.PHONY: venv
venv: .venv/ready ## Build the Python environment in .venv

# hatchling comes first, so that the package itself (and later its wheel) builds without fetching a build environment
.venv/ready: pyproject.toml hack/constraints.txt
	@test -x $(PY)/python || python3 -m venv .venv
	@$(PIP_INSTALL) hatchling editables
	@$(PIP_INSTALL) --no-build-isolation --editable '.[dev]'
	@touch $@

.PHONY: constraints
constraints: ## Pin what is installed in .venv, after a change of dependencies in pyproject.toml
	@$(PY)/pip freeze --exclude-editable >hack/constraints.txt
	@touch .venv/ready

.PHONY: wheel
wheel: venv ## Build what the images install, in dist/: the wheel, the rules for consent banners, the egress proxy (Go)
	@rm -f dist/*.whl
	@$(PY)/hatchling build --target wheel
	@$(PY)/python hack/autoconsent.py dist/autoconsent
	@install -D "$$(hack/cluster/build.sh egress)/egress" dist/webmend-egress

.PHONY: packages
packages:
	@hack/packages.sh

# --- developing -------------------------------------------------------------------------------------------------------
.PHONY: generate
generate: venv ## Write everything that is generated: CRDs, values schema, docs, image requirements, seccomp profile
	@$(PY)/python runner-image/seccomp.py
	@$(PY)/python hack/generate.py
	@$(PY)/python hack/images/requirements.py

.PHONY: check
check: venv ## Format, lint, types, layers, drift of generated files, unit tests (under a minute)
	@$(PY)/ruff format --check .
	@$(PY)/ruff check .
	@$(PY)/mypy
	@$(PY)/mypy hack runner-image
	@$(PY)/lint-imports
	@$(PY)/python hack/generate.py --check
	@$(PY)/python hack/images/requirements.py --check
	@$(PY)/python runner-image/seccomp.py --check
	@hack/lint-shell.sh
	@$(MAKE) test-unit

# --- the local cluster ------------------------------------------------------------------------------------------------
.PHONY: cluster
cluster: packages ## Start a one-node Kubernetes in a network namespace of its own (builds its binaries once)
	@$(NODE) up

.PHONY: cluster-down
cluster-down: ## Stop it and remove everything it left
	@$(NODE) down

.PHONY: images
images: packages venv ## Build the images and import them into the cluster, if one is up
	@hack/images/build.sh

.PHONY: demo
demo: packages venv ## From nothing to mended workflows: cluster, images, chart, examples, a live table (STORY="02 05" for some)
	@$(NODE) up
	@hack/images/build.sh
	@eval "$$($(NODE) env)" && $(PY)/python hack/demo.py $(STORY)

.PHONY: demo-down
demo-down: cluster-down ## Leave nothing behind

# --- tests ------------------------------------------------------------------------------------------------------------
.PHONY: test
test: packages check ## Everything CI runs; a layer this machine cannot run is skipped with the reason (CI=true: fails)
	@hack/layers.sh contract integration browser chart e2e

.PHONY: test-unit
test-unit: venv ## One layer; also test-contract, test-integration, test-browser, test-chart, test-e2e
	@$(PY)/pytest --quiet --numprocesses 2 tests/unit

.PHONY: test-contract test-integration test-browser test-chart test-e2e
test-contract test-integration test-browser test-chart test-e2e: packages venv
	@hack/layers.sh $(@:test-%=%)

.PHONY: test-long
test-long: packages venv ## Long repetitions and fault runs
	@hack/layers.sh long

.PHONY: bench-reaction
bench-reaction: packages venv ## Measure reaction times; prints one JSON object
	@$(NODE) up >&2
	@hack/images/build.sh >&2
	@eval "$$($(NODE) env)" && $(PY)/python hack/bench_reaction.py

.PHONY: bench-runs
bench-runs: packages venv ## Measure throughput, writes and memory with thousands of simulated runs; prints one JSON object
	@PYTHONPATH=. $(PY)/python hack/bench_runs.py

.PHONY: bench-engine
bench-engine: packages venv ## Measure what the engine adds to its steps; prints one JSON object
	@PYTHONPATH=. $(PY)/python hack/bench_engine.py

.PHONY: bench-history
bench-history: packages venv ## Measure what the history of a million runs costs, SQLite and PostgreSQL; prints one JSON object
	@PYTHONPATH=. $(PY)/python hack/bench_history.py

.PHONY: bench-classify
bench-classify: venv ## Measure on live pages how well failures are explained; prints one JSON object
	@PYTHONPATH=. $(PY)/python hack/bench_classify.py

.PHONY: bench-popups
bench-popups: venv ## Measure how well pop-ups of npm packages are dismissed; prints one JSON object
	@PYTHONPATH=. $(PY)/python hack/bench_popups.py

.PHONY: bench-repair
bench-repair: venv ## Measure on real upgrades how well elements are found again; prints one JSON object
	@PYTHONPATH=. $(PY)/python hack/bench_repair.py
