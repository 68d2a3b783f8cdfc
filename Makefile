# make run    sets everything up and opens Warraq on its sample documents
# make test   sets everything up and runs the whole test suite
# Needed beforehand: python3 (3.11 or newer) with venv, make, git.

bin := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run test test-outside test-slow fuzz lint types format bench model texts screenshots pack clean

help: ## what can be made
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

setup: ## the virtual environment, the Python packages, the system libraries of the window
	@packaging/setup.sh

run: setup ## open the sample project; without a display do its work and draw the window to a file
	@packaging/run.sh

test: setup ## the whole suite
	@$(bin)/python packaging/libraries.py
	QT_QPA_PLATFORM=offscreen $(bin)/python -m pytest --numprocesses auto --dist loadfile

test-outside: setup ## models of Hugging Face and GLiNER, tools that read exports: installs the extras (some GB), runs tests/outside
	@$(bin)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,transformers,gliner,outside]'
	QT_QPA_PLATFORM=offscreen $(bin)/python -m pytest tests/outside

test-slow: setup ## the window's tests with a file that answers late: shows what a test does not wait for
	SLOW=80 QT_QPA_PLATFORM=offscreen $(bin)/python -m pytest --numprocesses auto --dist loadfile tests/desktop

fuzz: setup ## the parsers, given broken files: make fuzz SECONDS=60 (for each) TARGETS="conll gate" (all)
	@$(bin)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,fuzz]'
	$(bin)/python tests/fuzz/fuzz_formats.py --seconds $(or $(SECONDS),60) $(TARGETS)

lint: setup ## ruff: faults and format
	$(bin)/ruff check
	$(bin)/ruff format --check

types: setup ## mypy --strict on the core
	$(bin)/mypy

format: setup ## ruff: mend what can be mended
	$(bin)/ruff check --fix
	$(bin)/ruff format

bench: setup ## measure what the budgets name
	@for script in tests/benchmarks/bench_*.py; do \
	  echo "== $$script"; QT_QPA_PLATFORM=offscreen $(bin)/python "$$script" || exit 1; \
	done

model: setup ## train the suggester's model again: make model DATA=FOLDER (see packaging/build_model.py)
	$(bin)/python packaging/build_model.py $(if $(DATA),--data $(DATA))

texts: setup ## gather the texts of the program into the Arabic catalogue and compile it
	$(bin)/python packaging/texts.py

screenshots: setup ## draw the pictures of README and help pages again
	@packaging/screenshots.sh

pack: setup ## the application with Python and all it needs: dist/warraq
	@$(bin)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,pack]'
	$(bin)/pyinstaller --noconfirm --log-level WARN packaging/warraq.spec
	@packaging/try_packed.sh dist/warraq

clean: ## remove what was made, the virtual environment too
	rm -rf .venv run-out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
