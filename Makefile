# What can be done here? `make run` and `make test` need only Python 3.11 or newer and make.
.POSIX:
.SUFFIXES:
.PHONY: setup setup-dev run test check fix bench demo chaos measures scale screenshots

# Compiled files are kept, also where the environment asks for none: every start of a program would compile them anew.
export PYTHONDONTWRITEBYTECODE =

PYTHON = $$(for each in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$each" && exit; done; echo python3)
PY = .venv/bin/python

setup:
	@$(PYTHON) config/runner/install.py requirements.txt

setup-dev:
	@$(PYTHON) config/runner/install.py requirements-dev.txt

# Ctrl-C is for the runner, which stops everything in order; `exec` leaves no shell in between.
run: setup
	@exec $(PY) manage.py up

test: setup-dev
	@exec $(PY) -m pytest -n 2

check: setup-dev
	@exec $(PY) -m config.checks

fix: setup-dev
	@exec $(PY) -m config.checks --fix

demo: setup
	@exec $(PY) manage.py demo

# Each figure beside a peer or a bare part, in one run; writes var/bench/summary.json.
bench: setup-dev
	@exec $(PY) -m benchmarks

# Workers and the runner are killed at random moments, oftener than in `make test`.
chaos: setup-dev
	@$(PY) -m tests.chaos.gauntlet && SUNSETTER_KILLS=20 SUNSETTER_WALKS=500 exec $(PY) -m pytest -n 0 \
		tests/config/test_life_of_a_workspace.py tests/notifications/test_machine.py tests/chaos/test_crash_points.py

# From the definitions to the SQL of every engine, which is checked in.
measures: setup-dev
	@exec $(PY) -m analytics.engines.definitions.compiling

screenshots: setup-dev
	@SUNSETTER_SCREENSHOTS=var/screenshots exec $(PY) -m pytest tests/browser -n 0

# Spark on a cluster of this machine, a worker of which is lost half-way, and ClickHouse: do they count the same?
scale: setup-dev
	@$(PY) -m benchmarks.scale.prepare && exec var/scale/venv/bin/python -m benchmarks.scale
