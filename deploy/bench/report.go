package main

import (
	"fmt"
	"strings"
	"time"
)

// table prints one line of a Markdown table.
func (b *bench) row(cells ...string) { b.printf("| %s |\n", strings.Join(cells, " | ")) }

// head prints the first two lines of a Markdown table.
func (b *bench) head(cells ...string) {
	b.printf("\n")
	b.row(cells...)
	lines := make([]string, len(cells))
	for i := range lines {
		lines[i] = "---"
	}
	b.row(lines...)
}

func (b *bench) rateHeader(sides []side) {
	b.printf("\nTasks a second, claimed and completed: median (lowest–highest) of %d rounds of %s each, taking turns.\n", b.rounds, b.round)
	cells := []string{"sessions"}
	for _, s := range sides {
		cells = append(cells, s.name)
	}
	cells = append(cells, "HTTP ÷ "+sides[1].name, "claim p50 / p99 ms", "complete p50 / p99 ms")
	for _, s := range sides {
		cells = append(cells, "CPU ms a task, "+s.name)
	}
	b.head(cells...)
}

func (b *bench) rateLine(sides []side, clients int, scores [][]score) {
	cells := []string{fmt.Sprint(clients)}
	for _, s := range scores {
		cells = append(cells, rates(s).String())
	}
	ratios := make([]float64, len(scores[0]))
	var claims, completes []time.Duration
	for i, http := range scores[0] {
		ratios[i] = http.rate() / scores[1][i].rate()
		claims, completes = append(claims, http.claim...), append(completes, http.complete...)
	}
	r := spreadOf(ratios)
	cells = append(cells, fmt.Sprintf("**%.2f** (%.2f–%.2f)", r.median, r.low, r.high),
		millis(quantile(claims, 0.5))+" / "+millis(quantile(claims, 0.99)),
		millis(quantile(completes, 0.5))+" / "+millis(quantile(completes, 0.99)))
	for i := range sides {
		cells = append(cells, costs(scores[i]))
	}
	b.row(cells...)
}

// costs says where the processor time of a task went.
func costs(scores []score) string {
	var all usage
	tasks := 0
	for _, s := range scores {
		all = usage{all.program + s.cpu.program, all.database + s.cpu.database, all.generator + s.cpu.generator}
		tasks += s.tasks
	}
	each := all.per(tasks)
	return fmt.Sprintf("program %s, database %s, generator %s", millis(each.program), millis(each.database), millis(each.generator))
}
