# Needs git, make and Python 3.11 or newer; everything else goes into .venv, by hash. `make test` also needs
# Chromium, and installs it where apt-get or Playwright can.

PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $p -c 'import sys; sys.version_info >= (3, 11) and print("$p")' 2>/dev/null)))
WORKERS ?= 2
BIN := .venv/bin
# What the tests must cover whole, and so the ones that are traced: the others run without, a third faster.
COVERED := tests/domain tests/projections
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal --generate-hashes \
	--no-emit-index-url pyproject.toml
# A module is compiled once, and not by every worker and every service that a test starts.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test test-ha check bench bundle fmt lock clean

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s  %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/.installed ## Import the examples and serve them at http://127.0.0.1:8000
	$(BIN)/thidua demo

test: .venv/.installed ## Run every test, on SQLite and PostgreSQL and in Chromium, with the branches covered
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal $(COVERED) --cov $(ARGS)
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal $(COVERED:%=--ignore %) --ignore tests/browser --ignore tests/ha
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal tests/browser

check: .venv/.installed ## Check form, lint, types, import contracts and the size of rooms
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --quiet tests/test_rooms.py tests/test_purity.py

test-ha: .venv/.ha ## Kill the leader of three PostgreSQL nodes under Patroni, and see that no vote is lost
	$(BIN)/python -m pytest tests/ha $(ARGS)

bench: .venv/.bench ## Measure against raw storage and the plain library, as ratios
	$(BIN)/python -m benchmarks $(ARGS)

bundle: .venv/.bundle ## Make dist/thidua-VERSION-offline.tar.gz: all that a machine without a network needs
	$(BIN)/python -m deploy.bundle

fmt: .venv/.installed ## Put imports in order and format
	$(BIN)/ruff check --select I --fix .
	$(BIN)/ruff format .

lock: .venv/.installed ## Pin dependencies with hashes (ARGS=--upgrade for newer ones)
	$(COMPILE) --extra dev --output-file requirements.lock $(ARGS)
	for extra in bench bundle ha; do $(COMPILE) --extra dev --extra $$extra --constraint requirements.lock \
		--output-file requirements-$$extra.lock $(ARGS) || exit 1; done

clean: ## Remove what tools left behind; .venv and var/ stay
	rm -rf .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache test-results build dist *.egg-info
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

# What only benchmarks, the bundle and the failover test need, at the versions of their own locks.
.venv/.bench .venv/.bundle .venv/.ha: .venv/.%: .venv/.installed requirements-%.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-$*.lock
	@touch $@

.venv/.installed: pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "thidua needs Python 3.11 or newer: name one with make PYTHON=…" >&2; exit 1; }
	@echo "Setting up .venv (about half a minute)"
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
