package api

import (
	"strconv"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// disclosureRow is a time within which something had to be public, on a page.
type disclosureRow struct {
	Title, Basis, Counted, Status string
	From, Due, Done               calendar.Date
	Late                          bool
}

func disclosureRows(list []evaluation.Disclosure) []disclosureRow {
	var rows []disclosureRow
	for _, d := range list {
		if d.State == evaluation.DisclosureUnknown {
			continue // nothing is known of it
		}
		rows = append(rows, disclosureRow{
			Title: d.Rule.Title, Basis: d.Rule.Basis, From: d.FromOn, Due: d.DueOn, Counted: countedBy(d), Done: d.DoneOn,
			Status: disclosureStatus(d, strconv.Itoa(d.Days)), Late: d.State == evaluation.DisclosureLate || d.State == evaluation.DisclosureMissed,
		})
	}
	return rows
}

// disclosureView tells how one rule is kept.
func disclosureView(d evaluation.Disclosure) Disclosure {
	unit := DisclosureUnitDays
	if d.Rule.Within.Workdays {
		unit = DisclosureUnitWorkdays
	}
	return Disclosure{
		ID: d.Rule.ID, Title: d.Rule.Title, Basis: d.Rule.Basis, Within: d.Rule.Within.Count, Unit: unit, State: DisclosureState(d.State),
		Status: disclosureStatus(d, strconv.Itoa(d.Days)), FromOn: d.FromOn, DueOn: d.DueOn, DoneOn: d.DoneOn,
		Days: d.Days, DaysLeft: d.DaysLeft, WorkdaysLeft: d.WorkdaysLeft, CalendarVersion: d.Calendar, Provisional: d.Provisional,
	}
}
