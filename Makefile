# Two commands on a fresh machine with git, make and Python 3.11 (with venv): `make run`, `make test`.
# On Windows and macOS without make, see README.md for the same steps.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= auto

.PHONY: run test test-slow bench lint setup messages sample guide bundle clean

run: setup
	$(BIN)/python packaging/run.py

test: setup lint
	$(BIN)/python packaging/offscreen.py $(BIN)/python -m pytest -n $(WORKERS) -m "not slow"

test-slow: setup
	$(BIN)/python packaging/offscreen.py $(BIN)/python -m pytest -n $(WORKERS) -m "slow or hypothesis" --hypothesis-profile=new

bench: setup
	$(BIN)/python -m benchmarks

bundle: setup
	$(BIN)/pyinstaller --noconfirm packaging/cfpdesk.spec
	$(BIN)/python packaging/smoke_test.py

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Set-up is skipped while the lock file, the project file and the message catalogues are unchanged.
setup: $(VENV)/.ready messages

$(VENV)/.ready: requirements.lock pyproject.toml packaging/setup_machine.py packaging/build_fonts.py
	$(PYTHON) packaging/setup_machine.py
	$(BIN)/python packaging/build_fonts.py
	touch $@

messages: $(VENV)/.ready
	$(BIN)/python packaging/messages.py compile

clean:
	rm -rf $(VENV) build dist resources/fonts
