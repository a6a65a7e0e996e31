# Two commands do everything on a fresh Debian or Ubuntu machine with Python 3.11 or newer:
#   make demo    sets up what is missing and builds a dataset from real code into dataset/
#   make test    sets up what is missing and runs the tests
# make check adds lint, types and import rules; make benchmark measures; make clean removes .venv and dataset/.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= dataset

.PHONY: demo test check lint benchmark setup clean

demo: setup
	$(BIN)/manimill build starter --out $(OUT)

test: $(VENV)/dev.stamp
	$(BIN)/pytest

check: lint test

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check src tests benchmarks scripts
	$(BIN)/ruff format --check src tests benchmarks scripts
	$(BIN)/mypy
	$(BIN)/lint-imports

benchmark: $(VENV)/dev.stamp
	$(BIN)/python benchmarks/pipeline.py
	$(BIN)/python benchmarks/duplicates.py
	$(BIN)/python benchmarks/typesetting.py
	$(BIN)/python benchmarks/storyboard.py
	$(BIN)/python benchmarks/acceptance.py
	$(BIN)/python benchmarks/repair.py
	$(BIN)/python benchmarks/equivalents.py
	$(BIN)/python benchmarks/derived.py
	$(BIN)/python benchmarks/rendering.py
	$(BIN)/python benchmarks/describing.py
	$(BIN)/python benchmarks/endurance.py

setup: $(VENV)/run.stamp

# Asked every time, because a package may have been removed; it takes a tenth of a second if nothing is missing.
.PHONY: system
system:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "manimill needs Python 3.11 or newer as '$(PYTHON)'; install it, or name another: make PYTHON=python3.12 demo" >&2; exit 1; }
	@$(PYTHON) src/manimill/system.py --install

$(VENV)/bin/python: | system
	$(PYTHON) -m venv $(VENV)
	@# Debian's pip still builds the old way and says so at length.
	@$(BIN)/python -m pip install -q --disable-pip-version-check --upgrade pip

# Two stamps, because whoever only wants the dataset should not wait for the test tools.
$(VENV)/run.stamp: pyproject.toml constraints.txt | system $(VENV)/bin/python
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e .
	@# As pip does for what it copies: every start of a worker is faster for it.
	@$(BIN)/python -m compileall -q src/manimill
	@touch $@

$(VENV)/dev.stamp: pyproject.toml constraints.txt | $(VENV)/run.stamp
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

clean:
	rm -rf $(VENV) $(OUT)
