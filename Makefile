# Jiheng 绩衡. `make help` lists the targets, each with what it takes on two
# cores (cold: nothing built yet; warm: built before).
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo run build test smoke check fmt lint determinism generate fresh unit integration replay web browser screenshots standalone whole bench clean

GO ?= go
# Without paths in what is compiled, programs, tests and every clone share one
# build cache: Temporal's server is compiled once.
export GOFLAGS := $(strip $(GOFLAGS) $(if $(findstring -trimpath,$(GOFLAGS)),,-trimpath))
GOFLAGS_BUILD := -ldflags "-s -w"
TOOLS := $(CURDIR)/.cache/tools
GOLANGCI := $(TOOLS)/golangci-lint
WORKFLOWCHECK := $(TOOLS)/workflowcheck
DAY ?= 2s

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: build ## play the 2019 case to its end (cold 12 min, warm 75 s)
	bin/jiheng-standalone demo --data data --day $(DAY)

run: build ## serve the whole system at http://127.0.0.1:8080 until Ctrl-C (warm 10 s)
	bin/jiheng-standalone run --data data

build: bin/jiheng bin/jiheng-standalone ## bin/jiheng and bin/jiheng-standalone (cold 11 min, warm 10 s)

GO_SOURCES := $(shell find . -name '*.go' -not -path './node_modules/*' -not -path './data/*' -not -path './.cache/*') $(shell find migrations processes policy api internal -type f -not -name '*.go' 2>/dev/null) go.mod

bin/jiheng: $(GO_SOURCES) web/dist/index.html
	@mkdir -p bin
	$(GO) build $(GOFLAGS_BUILD) -o $@ ./cmd/jiheng

bin/jiheng-standalone: $(GO_SOURCES) deploy/standalone/go.mod web/dist/index.html
	@mkdir -p bin
	@echo "building bin/jiheng-standalone: the first time, compiling and linking Temporal's server takes about six minutes on two cores"
	cd deploy/standalone && $(GO) build $(GOFLAGS_BUILD) -o ../../bin/jiheng-standalone .

WEB_SOURCES := $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' 2>/dev/null) api/openapi.yaml

web/node_modules/.installed: web/package-lock.json
	cd web && npm ci --no-audit --no-fund --prefer-offline --loglevel=error
	@echo 'module ignored // some packages carry Go files' > web/node_modules/go.mod
	@touch $@

web/dist/index.html: $(WEB_SOURCES) web/node_modules/.installed
	cd web && npm run --silent build

test: check unit integration replay web standalone whole browser smoke ## everything CI runs (cold 50 min, warm 25 min)
	@echo "all checks passed"

check: fmt lint determinism fresh ## format, lint, workflowcheck, generated files (cold 6 min, warm 40 s)

$(GOLANGCI):
	@mkdir -p $(TOOLS)
	GOBIN=$(TOOLS) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

$(WORKFLOWCHECK):
	@mkdir -p $(TOOLS)
	GOBIN=$(TOOLS) $(GO) install go.temporal.io/sdk/contrib/tools/workflowcheck@v0.6.0

fmt: $(GOLANGCI) web/dist/index.html ## files are formatted (5 s)
	$(GOLANGCI) fmt --diff ./...

lint: $(GOLANGCI) web/dist/index.html ## golangci-lint, with the architecture as depguard rules (30 s)
	$(GOLANGCI) run ./...
	cd deploy/standalone && $(GOLANGCI) run --config ../../.golangci.yml ./...

determinism: $(WORKFLOWCHECK) ## what workflows call is deterministic (15 s)
	$(WORKFLOWCHECK) ./workflows/...

generate: web/node_modules/.installed ## write generated files anew (20 s)
	$(GO) generate ./...
	cd web && npm run --silent generate

fresh: generate ## generated files are as committed (20 s)
	@git diff --exit-code --stat -- '*.gen.go' '*.gen.ts' go.mod go.sum || { echo "generated files are not fresh: commit what make generate wrote"; exit 1; }

UNIT := \
	./internal/administration/... \
	./internal/audit/... \
	./internal/calendar/... \
	./internal/checkpoint/... \
	./internal/composition/... \
	./internal/declaration/... \
	./internal/document/... \
	./internal/dossier/... \
	./internal/evaluation/... \
	./internal/evidence/... \
	./internal/fault/... \
	./internal/filing/... \
	./internal/holiday/... ./internal/virus/... ./internal/preview/... \
	./internal/identity/... \
	./internal/journal/... \
	./internal/layout/... \
	./internal/ledger/... \
	./internal/notify/... \
	./internal/privacy/... \
	./internal/process/... \
	./internal/review/... \
	./internal/scheme/... \
	./internal/scoring/... \
	./internal/signing/... \
	./internal/source/... \
	./internal/table/... \
	./internal/typeset/... \
	./internal/workbook/... \
	./policy/... \
	./processes/...

unit: ## the pure packages, with the race detector (cold 4 min, warm 60 s)
	$(GO) test -race -timeout 20m $(UNIT)

integration: web/dist/index.html ## store, API, relay and command against a real PostgreSQL (warm 90 s)
	$(GO) test -timeout 20m $$($(GO) list ./... | grep -vE '/(workflows)$$' | grep -vxFf <($(GO) list $(UNIT)))

replay: ## workflows in skipped time, and every recorded history replayed (20 s)
	$(GO) test ./workflows/...

web: web/dist/index.html ## types, lint and unit tests of the page (60 s)
	cd web && npm run --silent check && npm run --silent test

standalone: ## PostgreSQL and Temporal under one process (cold 7 min, warm 60 s)
	cd deploy/standalone && $(GO) test -vet=off -skip "TestWhole" ./...

whole: build ## the case with worker, API and Temporal killed on the way (3 min)
	cd deploy/standalone && $(GO) test -vet=off -count=1 -run 'TestWhole' -timeout 20m .

browser: build ## the page in a real Chromium, every page through axe (8 min)
	cd web && npm run --silent browser

screenshots: build ## a picture of every page in docs/screenshots/ (3 min)
	cd web && npm run --silent screenshots

smoke: build ## the benchmark with tiny sizes: it works, and measures nothing (60 s)
	$(GO) run ./deploy/bench -quick -dir .cache/smoke

bench: build ## completed tasks a second beside pgbench, inbox latency, history (10 min)
	$(GO) run ./deploy/bench

clean: ## remove what was built (not data/)
	rm -rf bin web/dist/assets web/dist/index.html web/node_modules .cache
