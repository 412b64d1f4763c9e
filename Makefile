# acd: build, install, show, test. `make help` lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := all

CARGO ?= cargo
PYTHON ?= python3
DESTDIR ?=
ONLY ?=
# BUILD=no runs the PBX tests with the modules as they are.
BUILD ?= yes
# How long each fuzz target runs.
FUZZ_SECONDS ?= 60
# How often `make test-crash` kills Asterisk.
CRASH_ROUNDS ?= 100
# Overrides; each is found from the installed Asterisk when it is empty.
MODULE ?= app_acd.so
MODULES_DIR ?=
DOCUMENTATION_DIR ?=
CONFIGURATION_DIR ?=
# Where check commands of monitoring systems are.
CHECKS_DIR ?= /usr/lib/nagios/plugins

TOOLS := PYTHONPATH=$(CURDIR)/tools PYTHONDONTWRITEBYTECODE=1 $(PYTHON)
SANDBOX := $(TOOLS) -m sandbox
INSIDE := $(SANDBOX) run -- env $(TOOLS)
# Build settings: which headers. The installed Asterisk's if it is the right series, else the
# sandbox's own copy.
WITH_HEADERS = headers=$${ASTERISK_INCLUDE_DIR:-$$($(SANDBOX) headers)}; \
	export ASTERISK_INCLUDE_DIR="$$headers";
# The sandbox's Asterisk may be of another point release than the installed one, so what runs in it
# is built with its own headers. Where both are the same nothing is built twice.
FOR_SANDBOX = headers=$$($(SANDBOX) root-headers); export ASTERISK_INCLUDE_DIR="$$headers";
# The faulty variant only has to fail on time, so it is built quickly.
FAULT_PROFILE = CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
	CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
# What libFuzzer needs to see where a run goes; of the stable compiler.
FUZZ_FLAGS = -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
	-Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
	-Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares \
	--cfg fuzzing -Ccodegen-units=1
FUZZ_HOST = $(shell rustc -vV | sed -n 's/^host: //p')
FUZZ_TARGETS := requirement configuration floor tags recording
DOCUMENT := app_acd-en_US.xml

.PHONY: all module sandbox-module fault-module install uninstall samples deb demo test lint test-rust test-tools \
	test-pbx test-crash test-valgrind test-fuzz fuzz fuzz-targets bench clean sandbox sandbox-clean sandbox-shell help

## all: build app_acd.so (the default)
all: module

module:
	@$(WITH_HEADERS) echo "building for the Asterisk whose headers are in $$headers"; \
		$(CARGO) build --release --features asterisk
	@cmp -s target/release/libacd.so app_acd.so || install -m 755 target/release/libacd.so app_acd.so

sandbox-module:
	@$(FOR_SANDBOX) $(CARGO) build --release --features asterisk
	@cmp -s target/release/libacd.so target/sandbox/app_acd.so || \
		install -D -m 755 target/release/libacd.so target/sandbox/app_acd.so

## fault-module: build the variant that tests can tell to fail (target/fault/app_acd.so)
fault-module:
	@$(FOR_SANDBOX) $(FAULT_PROFILE) $(CARGO) build --release --features asterisk,fault-injection \
		--target-dir target/fault
	@cmp -s target/fault/release/libacd.so target/fault/app_acd.so || \
		install -m 755 target/fault/release/libacd.so target/fault/app_acd.so

## install: put module and documentation into Asterisk (MODULES_DIR, DOCUMENTATION_DIR, CHECKS_DIR, DESTDIR)
install:
	@test -f $(MODULE) || { echo "$(MODULE) is not built yet: run make first" >&2; exit 1; }
	@modules="$(MODULES_DIR)"; documents="$(DOCUMENTATION_DIR)"; \
	modules="$${modules:-$$($(TOOLS) -m install modules)}"; \
	documents="$${documents:-$$($(TOOLS) -m install documentation)}"; \
	install -D -m 755 "$(MODULE)" "$(DESTDIR)$$modules/app_acd.so"; \
	install -D -m 644 dialplan/asterisk/$(DOCUMENT) "$(DESTDIR)$$documents/$(DOCUMENT)"; \
	install -D -m 755 dialplan/asterisk/check_acd "$(DESTDIR)$(CHECKS_DIR)/check_acd"; \
	echo "installed $(DESTDIR)$$modules/app_acd.so"; \
	echo "next: make samples, then in Asterisk: xmldoc reload, module load app_acd.so"

## uninstall: take the module and its documentation out again; configuration stays
uninstall:
	@modules="$(MODULES_DIR)"; documents="$(DOCUMENTATION_DIR)"; \
	modules="$${modules:-$$($(TOOLS) -m install modules)}"; \
	documents="$${documents:-$$($(TOOLS) -m install documentation)}"; \
	rm -f "$(DESTDIR)$$modules/app_acd.so" "$(DESTDIR)$$documents/$(DOCUMENT)" \
		"$(DESTDIR)$(CHECKS_DIR)/check_acd"; \
	echo "removed app_acd.so; restart Asterisk to let go of a loaded one"

## samples: put a commented acd.conf beside asterisk.conf, never over one (CONFIGURATION_DIR)
samples:
	@place="$(CONFIGURATION_DIR)"; \
	place="$(DESTDIR)$${place:-$$($(TOOLS) -m install configuration)}"; \
	install -d "$$place"; \
	file="$$place/acd.conf"; \
	if [ -e "$$file" ]; then \
		file="$$file.sample"; \
		echo "$$place/acd.conf exists and stays"; \
	fi; \
	group=; \
	if [ -z "$(DESTDIR)" ] && [ "$$(id -u)" = 0 ] && getent group asterisk >/dev/null; then \
		group="-g asterisk"; \
	fi; \
	install -m 640 $$group dialplan/asterisk/acd.conf.sample "$$file"; \
	echo "installed $$file"

## deb: a Debian package for the installed Asterisk, in target/deb
deb: module
	@$(TOOLS) -m package app_acd.so target/deb

## demo: a live floor with SIP agents and callers, about 30 s (DEMO_SECONDS, DEMO_AGENTS, ...)
demo: sandbox-module
	@$(INSIDE) -m demo

## test: everything: lint, unit tests, valgrind, the module in a real Asterisk with SIP phones
test:
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory test-rust
	@$(MAKE) --no-print-directory test-tools
	@$(MAKE) --no-print-directory test-fuzz
	@$(MAKE) --no-print-directory sandbox-module fault-module
	@$(MAKE) --no-print-directory test-valgrind
	@$(MAKE) --no-print-directory test-pbx

## lint: formatting, clippy and documentation, no warning allowed, every set of features
lint:
	@$(CARGO) fmt --all --check
	@$(CARGO) fmt --manifest-path fuzz/Cargo.toml --check
	@$(CARGO) clippy --all-targets -- -D warnings
	@$(CARGO) clippy --all-targets --features fault-injection -- -D warnings
	@$(FOR_SANDBOX) $(CARGO) clippy --all-targets --features asterisk -- -D warnings
	@$(FOR_SANDBOX) $(CARGO) clippy --all-targets --features asterisk,fault-injection -- -D warnings
	@RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps --document-private-items --quiet
	@$(FOR_SANDBOX) RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps --document-private-items \
		--quiet --features asterisk,fault-injection

## test-rust: unit, floor, simulation and tidy tests (plain `cargo test` needs no PBX at all)
test-rust:
	@document_type="$$($(SANDBOX) document-type)" && export ASTERISK_DOCUMENT_TYPE="$$document_type" \
		&& $(CARGO) test

## test-tools: the demo's proof and the bench's figures, against forged runs; needs no PBX
test-tools:
	@$(TOOLS) -m unittest discover -s tests/demo

fuzz-targets:
	@$(SANDBOX) fuzz-needs
	@RUSTFLAGS="$(FUZZ_FLAGS)" $(CARGO) build --release --manifest-path fuzz/Cargo.toml \
		--target $(FUZZ_HOST) --target-dir target/fuzz

## test-fuzz: a fixed number of fuzz runs from a fixed seed; needs no PBX
test-fuzz: fuzz-targets
	@mkdir -p target/fuzz/found
	@for target in $(FUZZ_TARGETS); do \
		echo "fuzz $$target"; \
		target/fuzz/$(FUZZ_HOST)/release/$$target -seed=1 -runs=20000 -max_len=4096 -verbosity=0 \
			-artifact_prefix=target/fuzz/found/$$target- ; \
	done

## fuzz: look for texts and facts that break a rule, FUZZ_SECONDS for each target
fuzz: fuzz-targets
	@for target in $(FUZZ_TARGETS); do \
		mkdir -p target/fuzz/corpus/$$target target/fuzz/found; \
		target/fuzz/$(FUZZ_HOST)/release/$$target -max_total_time=$(FUZZ_SECONDS) -max_len=4096 \
			-artifact_prefix=target/fuzz/found/$$target- target/fuzz/corpus/$$target; \
	done

## test-pbx: the PBX tests; ONLY=word runs those whose name holds the word (BUILD=no: as built)
test-pbx: $(if $(filter yes,$(BUILD)),sandbox-module fault-module)
	@$(FOR_SANDBOX) $(INSIDE) -m floor.run $(ONLY)

## test-crash: kill Asterisk a hundred times under load; what it had kept must be whole
test-crash: $(if $(filter yes,$(BUILD)),sandbox-module fault-module)
	@ACD_CRASH_ROUNDS=$(CRASH_ROUNDS) ACD_TEST_TIMEOUT_S=3600 $(INSIDE) -m floor.run test_crash

## test-valgrind: boundary tests and a short run of Asterisk under valgrind
test-valgrind: $(if $(filter yes,$(BUILD)),sandbox-module)
	@mkdir -p target
	@$(FOR_SANDBOX) $(CARGO) test --lib --no-run --features asterisk \
		--message-format=json-render-diagnostics >target/boundary-tests.json
	@$(INSIDE) -m memcheck

## bench: decision times of the router, then hand-over times beside app_queue (all: cargo bench)
bench: sandbox-module
	@$(CARGO) bench --bench matching --bench router
	@$(INSIDE) -m pbxbench

## sandbox: install what is missing on this machine and build the Debian root now
sandbox:
	@$(SANDBOX) prepare

## sandbox-shell: a shell inside the Debian root, cut off from network and host
sandbox-shell:
	@$(SANDBOX) shell

## sandbox-clean: delete the Debian root; the next run builds it again
sandbox-clean:
	@$(SANDBOX) clean

## clean: delete what was built here; the sandbox stays
clean:
	@$(CARGO) clean
	@rm -f app_acd.so

## help: this list
help:
	@sed -n 's/^## //p' $(firstword $(MAKEFILE_LIST))
