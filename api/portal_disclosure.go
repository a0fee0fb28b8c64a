package api

import (
	"strconv"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// disclosureRow is a time within which something had to be public, on a page.
type disclosureRow struct {
	Title, Basis, From, Due, Done, Status string
	Late                                  bool
}

func disclosureRows(list []evaluation.Disclosure) []disclosureRow {
	var rows []disclosureRow
	for _, d := range list {
		if d.State == evaluation.DisclosureUnknown {
			continue // nothing is known of it
		}
		rows = append(rows, disclosureRow{
			Title: d.Rule.Title, Basis: d.Rule.Basis, From: dateText(d.FromOn), Due: dueText(d), Done: dateText(d.DoneOn),
			Status: disclosureStatus(d, strconv.Itoa(d.Days)), Late: d.State == evaluation.DisclosureLate || d.State == evaluation.DisclosureMissed,
		})
	}
	return rows
}

func dateText(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
