# The front door. Every target says in a line what it does; `make` alone lists them.

SWIFT ?= swift
BUILD := .build/debug
SOURCES := Sources Tests Plugins Package.swift
FORMAT := --configuration .swift-format --recursive $(SOURCES)

# The fuzz test's length, the soak's, and the seed of either when a run is to be repeated.
COUNT ?= 5000000
MINUTES ?= 10
SEED ?=

# A short run of the benchmarks, when set; and where their instruction counts are committed.
QUICK ?=
THRESHOLDS := Sources/Benchmark/Instructions/thresholds.json

# The targets whose tests await answers of servers in their own process.
AWAITING := ^(AccessTests|APITests|CommandsTests|ProbingTests|ProvisioningTests|StorageTests|TemplatesTests)\.

.DEFAULT_GOAL := help
.PHONY: bench-instructions bench-thresholds build-bench test-clients
.PHONY: guest
.PHONY: help demo lab test bench fuzz soak check lint build format install-dependencies clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "    %-22s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build ## Show Floating IP with real traffic between network namespaces (root)
	$(BUILD)/apus demo

lab: build ## Leave the demo's lab standing to play in (root)
	$(BUILD)/apus lab

# In two runs: tests that await answers share a thread a CPU with all others of their run, and those that
# block in calls of the system would keep them waiting for minutes.
test: build ## Run all tests; as root also those against the kernel
	$(SWIFT) test --skip-build --disable-xctest --filter '$(AWAITING)'
	$(SWIFT) test --skip-build --disable-xctest --skip '$(AWAITING)'

test-clients: build ## Drive a node with the Azure CLI and SDK and schemathesis (root, PyPI)
	@Scripts/install-dependencies clients
	Scripts/test-clients

bench: build-bench ## Measure, and write .build/bench/results.json; shorter with QUICK=1 (root)
	.build/release/apus-bench $(if $(QUICK),--quick) .build/bench/results.json

bench-instructions: build-bench ## Count instructions a packet; fails where one needs more
	.build/release/apus-bench --only instructions --strict .build/bench/instructions.json

bench-thresholds: build-bench ## Write the present instruction counts down as thresholds
	.build/release/apus-bench --write-thresholds $(THRESHOLDS)

build-bench:
	@Scripts/install-dependencies bench
	$(SWIFT) build --configuration release --product apus-bench
	$(SWIFT) build --configuration release --product apusd

# A folder of its own: with other flags everything else would be built anew each time.
guest: install-dependencies ## Build apus-guest as one static program, and try it with nothing else
	$(SWIFT) build --configuration release --product apus-guest --scratch-path .build/guest \
	    -Xswiftc -static-executable -Xlinker --strip-all
	Scripts/try-static .build/guest/release/apus-guest

fuzz: build ## Compare native and kernel on COUNT random frames, from SEED when given (root)
	APUS_FUZZ_COUNT=$(COUNT) $(if $(SEED),APUS_FUZZ_SEED=$(SEED)) \
	    $(SWIFT) test --skip-build --disable-xctest --filter DifferentialFuzzTests

soak: build ## Change a load balancer under traffic for MINUTES, from SEED when given (root)
	$(BUILD)/apus soak --minutes $(MINUTES) $(if $(SEED),--seed $(SEED))

check: lint build ## Format lint, a build with warnings as errors, and the house rules
	$(SWIFT) test --skip-build --disable-xctest --filter HouseRulesTests

lint: ## Check the format
	$(SWIFT) format lint --strict --parallel $(FORMAT)

format: ## Format all sources
	$(SWIFT) format --in-place --parallel $(FORMAT)

# With the tests, so that the demo and the tests share one build.
build: install-dependencies ## Build everything for debugging
	$(SWIFT) build --build-tests

install-dependencies: ## Install the distribution's packages that are missing (root)
	@Scripts/install-dependencies

clean: ## Remove everything that was built
	$(SWIFT) package clean
	rm -rf .build/bench
