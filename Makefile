# make run    open the dashboard at http://127.0.0.1:8501 (PORT=… for another port)
# make test   run all tests, the browser's and the office program's too
# make check  what CI runs: style, types, tests
# make sbom   list the packages in use as build/projectmap.cdx.json (CycloneDX)
# make hostile  hostile values and faulty folders, all of them (ARGS="--share 1/4" for some)
# make soak   half an hour of visitors, downloads and new data; memory by the minute
# make drill  three processes behind nginx, one killed and one restarted with new data
# make interop  downloads and data files opened and edited in QGIS
# make store  writers killed at any moment, twenty at once, on SQLite and PostgreSQL
# make bench  how fast it is beside a blank page and other tools; takes an hour

PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint check bench hostile soak drill interop lock catalogues programs sbom store

run: $(VENV)/.run
	$(BIN)/streamlit run dashboard.py --server.port $(PORT)

# Each of the workers has an app and a browser of its own; three, as they wait for those at times.
# Files in the order of collection, the longest first (tests/conftest.py).
# Where the environment keeps Python from writing bytecode, as images of containers do, each worker
# and each app would compile every file anew.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.dev programs
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint test

bench: $(VENV)/.dev
	$(BIN)/python bench/measure.py
	$(BIN)/python bench/downloads.py --out docs/downloads.md
	$(BIN)/python bench/load.py

hostile: $(VENV)/.dev programs
	$(BIN)/python bench/hostile.py $(ARGS)

soak: $(VENV)/.dev
	$(BIN)/python bench/soak.py $(ARGS)

store: $(VENV)/.dev programs
	$(BIN)/python bench/killed.py $(ARGS)

drill: $(VENV)/.dev
	@sh tools/programs.sh nginx
	$(BIN)/python bench/drill.py $(ARGS)

interop: $(VENV)/.run
	@sh tools/programs.sh qgis
	$(BIN)/python tools/interop.py

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: install it, or name it with make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements.txt pyproject.toml
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements-dev.txt
	@touch $@

# The tests drive a real browser and open the downloads in a real office program.
programs:
	@sh tools/programs.sh

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q pyproject.toml -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q pyproject.toml --extra dev --group postgres -o requirements-dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q --group postgres -o requirements-postgres.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q --group oidc -o requirements-oidc.txt

catalogues: $(VENV)/.dev
	$(BIN)/python tools/catalogues.py

sbom:
	$(PYTHON) -m venv build/sbom
	build/sbom/bin/pip install --disable-pip-version-check -q --require-hashes -r tools/requirements-sbom.txt
	build/sbom/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml \
	  --of JSON --output-reproducible -o build/projectmap.cdx.json
