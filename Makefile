# Everything is made from here; `make` alone lists what there is.
# Kept to what GNU Make 3.81, macOS's, knows.

.DEFAULT_GOAL := help
.SUFFIXES:

PYTHON := .venv/bin/python
# Nothing of the user's reaches Python: no variable PYTHON…, no folder of modules, no encoding.
RUN := $(PYTHON) -I -X utf8
comma := ,

# What can be asked for is in options.toml, which Python reads as well: there an entry is a
# paragraph, [its_name] and help = '...' a line each. Each is passed on only when it is set:
# the defaults are Python's.
table = awk 'BEGIN { RS = ""; FS = "\n" } { name = help = ""; \
  for (i = 1; i <= NF; i++) { if ($$i ~ /^\[/) name = substr($$i, 2, length($$i) - 2); \
    if ($$i ~ /^help = /) help = substr($$i, 9, length($$i) - 9) } \
  if (name) { variable = toupper(name); option = name; gsub("_", "-", option); $(1) } }' options.toml
VARIABLES := $(shell $(call table,print variable))
OPTIONS := $(shell $(call table,printf "$${%s:+--%s=\"$$%s\"} "$(comma) variable$(comma) option$(comma) variable))

# Desktops and shells set such names for themselves: only what was typed to make counts.
$(foreach v,$(shell $(call table,if (/\ntyped = true/) print variable)),\
  $(if $(filter command,$(origin $(v))),,$(eval override $(v) :=)))

# Values go to the shell as they were typed: neither make nor the shell expands them.
$(foreach v,$(VARIABLES),$(if $(filter-out undefined,$(origin $(v))),\
  $(eval override $(v) := $$(value $(v)))$(eval export $(v))))

# A mistyped variable would be ignored in silence.
unknown := $(strip $(foreach v,$(filter-out $(VARIABLES),$(.VARIABLES)),\
  $(if $(filter command,$(origin $(v))),$(v))))
ifneq ($(unknown),)
$(error Unknown variable $(unknown). The variables are $(strip $(VARIABLES)))
endif

# Nor do they reach what Python starts; some libraries of ours are steered by variables, too.
unexport $(filter PYTHON% TQDM_% NPY_%,$(.VARIABLES))

# The options become arguments; nothing of make's is left in the environment.
clear = unset $(VARIABLES) MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
lecture = @set -- $(OPTIONS); $(clear); exec $(RUN) -m lecture

# What some targets bring beyond the films' own packages; later locks keep to the earlier ones.
EXTRAS := fonts cjk farm kit explorer parquet check lab recorder

.PHONY: help env render all farm course draft watch still sheet audit same pieces posters captions gif slides \
  recorder handout worksheet words gallery group lab explore explorer-page fonts test lint bench lock clean distclean FORCE

help: ## this list
	@echo "make TARGET NAME=VALUE ..., for example: make render SCENE=Clipping QUALITY=m"
	@echo
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  %-14s%s\n", $$1, $$2 }' Makefile
	@echo
	@$(call table,printf "  %-14s%s\n"$(comma) variable$(comma) help)

env: .venv/.stamp ## set up Python and Manim in .venv; the others do so by themselves
	@echo "Ready: $(PYTHON)"

render: .venv/.stamp ## make the film of SCENE
	$(lecture) render "$$@"

all: .venv/.stamp ## make all films
	$(lecture) all "$$@"

farm: .venv/.farm ## make a film of every combination: each variable may be a list
	$(lecture) farm "$$@"

course: .venv/.stamp ## join all films into one, with a chapter for each; make those that are missing
	$(lecture) course "$$@"

draft: .venv/.stamp ## like render, fast and small: to see what a change does
	$(lecture) draft "$$@"

watch: .venv/.stamp ## show beat BEAT of SCENE on a local page, and what each edit makes of it
	$(lecture) watch "$$@"

still: .venv/.stamp ## make a picture of SCENE after its beat BEAT
	$(lecture) still "$$@"

sheet: .venv/.stamp ## make one picture with every beat of SCENE
	$(lecture) sheet "$$@"

audit: .venv/.stamp ## check SCENE, or every film, for text that overlaps, is too small or too faint
	$(lecture) audit "$$@"

same: .venv/.stamp ## compare every rest of SCENE, or of every film, with that of the commit REVISION
	$(lecture) same "$$@"

pieces: .venv/.stamp ## list what a scene can be built of, and show it on a sheet
	$(lecture) pieces

posters: .venv/.stamp ## make the poster of SCENE, or of every film
	$(lecture) posters "$$@"

captions: .venv/.stamp ## write the captions of SCENE again; CAPTIONS=burned: a film that shows them
	$(lecture) captions "$$@"

gif: .venv/.stamp ## make a small moving picture of SCENE, or of its beat BEAT, as gif, webp or avif
	$(lecture) gif "$$@"

slides: .venv/.kit ## make a deck of SCENE, or of all films, with a step for each beat: html, pptx and pdf
	$(lecture) slides "$$@"

recorder: .venv/.recorder ## open a page on this machine that records a voice for SCENE, step by step
	$(lecture) recorder "$$@"

handout: .venv/.stamp $(if $(LINK),.venv/.kit) ## make a PDF of all films, or of SCENE, to read: stills, sentences, numbers
	$(lecture) handout "$$@"

worksheet: .venv/.stamp ## make a PDF of exercises over all films, and a second one with the key
	$(lecture) worksheet "$$@"

words: .venv/.stamp ## write assets/words/LANGUAGE.toml for a translation, or add what it lacks
	$(lecture) words "$$@"

gallery: .venv/.kit ## make gallery/, a web page with all films and what belongs to them
	$(lecture) gallery "$$@"

group: .venv/.stamp $(if $(filter %.parquet,$(LOG)),.venv/.parquet) ## make a group file of a training log LOG, or of the small model's answers to LAB=17x24
	@set -- $(OPTIONS); $(clear); exec $(RUN) -m explorer.$(if $(LAB),lab_group,logs) "$$@"

lab: .venv/.lab ## train the small language model; STEPS=20 OUT=folder: a short run of your own
	@set -- $(OPTIONS); $(clear); exec $(RUN) -m lab.training "$$@"

explore: .venv/.explorer ## open a page on this machine where every knob can be turned
	@set -- $(OPTIONS); $(clear); exec $(RUN) -m explorer "$$@"

explorer-page: .venv/.explorer ## make gallery/explorer.html, the knobs in one file without a server
	@$(clear); exec $(RUN) -m explorer.page

fonts: .venv/.fonts .venv/.cjk ## bring fonts for all scripts; films do so when a text needs them

# The tests of a single scene need no more than it does.
test: $(if $(SCENE),.venv/.stamp,$(EXTRAS:%=.venv/.%)) ## run all tests, or those that concern SCENE
	@set -- $${SCENE:+--scene="$$SCENE"}; $(clear); exec $(RUN) -m pytest -n auto --dist loadgroup "$$@"

lint: .venv/.stamp ## check the code's style, and the types of the core and the engine
	@$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check . && $(PYTHON) -m mypy

bench: .venv/.stamp ## measure how long a film takes to make on this machine
	$(lecture) bench "$$@"

# Each lock keeps to the versions of those before it: all of them may be in one .venv.
LOCK = uv pip compile --no-config --quiet --universal --python-version 3.11 --fork-strategy fewest \
  --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: ## renew the locks of pyproject.toml's packages (needs uv) and of the pages' (needs npm)
	@$(LOCK) --group dev --group build pyproject.toml -o requirements.lock
	@set -e -- -c requirements.lock; for extra in $(EXTRAS); do \
	  $(LOCK) "$$@" --group $$extra -o extras/$$extra.lock; set -- "$$@" -c extras/$$extra.lock; done
	@cd extras && npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

clean: ## remove caches; finished films and .venv stay
	@rm -rf .mypy_cache .pytest_cache .ruff_cache build dist
	@find . -name .venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
	@if [ -d media ]; then find media -name partial_movie_files -type d -prune -exec rm -rf {} + && \
	  find media -type d -empty -delete; fi

distclean: clean ## remove films and .venv as well
	@rm -rf media renders .venv .setup.log .setup.lock

# The environment: made anew, too, where the folder has moved or its Python has gone.
.venv/.stamp: requirements.lock pyproject.toml bootstrap.sh
	@sh bootstrap.sh env

# What a target needs beyond the films.
.venv/.kit .venv/.explorer .venv/.recorder .venv/.farm .venv/.parquet .venv/.fonts .venv/.cjk .venv/.check .venv/.lab: .venv/.%: extras/%.lock .venv/.stamp
	@sh bootstrap.sh extra $*

.venv/.kit: extras/package.json extras/package-lock.json

ifneq ($(shell test -x $(PYTHON) && head -n 1 .venv/.stamp 2>/dev/null),$(CURDIR))
.venv/.stamp: FORCE
endif
