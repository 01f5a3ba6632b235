# make run: all set-up and the main job. make test: all set-up and the tests.

.DEFAULT_GOAL := run
.PHONY: run test test-all lint format setup system-packages test-packages golden clean

PYTEST_ARGS ?=
JOBS ?= 2

run: setup
	.venv/bin/caveat run

setup: .venv/run-ready system-packages

system-packages:
	@.ci/system-packages run

test-packages:
	@.ci/system-packages test

.venv/run-ready: pyproject.toml constraints.txt
	.ci/make-venv run
	@touch $@

.venv/dev-ready: pyproject.toml constraints.txt
	.ci/make-venv dev
	@touch $@ .venv/run-ready

lint: .venv/dev-ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

test: .venv/dev-ready test-packages lint
	.venv/bin/pytest -n $(JOBS) -m "not slow" $(PYTEST_ARGS)

test-all: .venv/dev-ready test-packages lint
	.venv/bin/pytest -n $(JOBS) $(PYTEST_ARGS)

golden: .venv/dev-ready
	.venv/bin/pytest tests/golden --update-golden

format: .venv/dev-ready
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find output -mindepth 1 ! -name .gitignore -delete
