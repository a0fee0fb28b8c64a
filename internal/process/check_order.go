package process

import (
	"strings"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/source"
)

// checkOrder checks what the stages come after. A stage may only come after
// stages written before it, so that the list reads in the order of time.
func (r *reader) checkOrder() {
	for i, sd := range r.def.Stages {
		path := key(nth("stages", i), "after")
		if i == 0 && len(sd.After) > 0 {
			r.firstWaits(path, sd)
			continue
		}
		for k, id := range sd.After {
			if len(r.Problems) >= source.MaxProblems {
				return // each search for a cycle costs, and nobody will see it
			}
			r.checkAfter(i, nth(path, k), id)
		}
	}
}

// firstWaits reports a first stage that waits for another: in a cycle the
// cycle is worth telling.
func (r *reader) firstWaits(path string, sd evaluation.StageDefinition) {
	for k, id := range sd.After {
		if cycle := r.cycle(sd.ID, id); cycle != nil && r.sound("stages") {
			r.wrong(nth(path, k), "after_cycle", "cycle", strings.Join(cycle, " → "))
			return
		}
	}
	r.wrong(path, "first_stage_waits")
}

func (r *reader) checkAfter(stage int, path string, id evaluation.StageID) {
	own := r.def.Stages[stage].ID
	other := r.stageIndex(id)
	switch {
	case id == "" || !r.sound(path):
	case id == own:
		r.wrong(path, "after_itself", "stage", string(id))
	case other < 0:
		if r.idsSound() {
			r.wrong(path, "after_unknown", "stage", string(id))
		}
	case other > stage:
		if cycle := r.cycle(own, id); cycle != nil {
			r.wrong(path, "after_cycle", "cycle", strings.Join(cycle, " → "))
			return
		}
		r.wrong(path, "after_later", "stage", string(id))
	}
}

// idsSound tells whether every stage has a readable id, without which an
// unknown one may just be misread.
func (r *reader) idsSound() bool {
	for i, sd := range r.def.Stages {
		if sd.ID == "" || !r.sound(key(nth("stages", i), "id")) {
			return false
		}
	}
	return true
}

// cycle gives the way from a stage through one that it comes after back to
// itself, nil when there is none: "a → b → a" reads "a waits for b, b for a".
func (r *reader) cycle(from, through evaluation.StageID) []string {
	way := r.way(through, from, make(map[evaluation.StageID]bool))
	if way == nil {
		return nil
	}
	return append([]string{string(from)}, way...)
}

// way searches what a stage waits for, directly or not, until the target.
func (r *reader) way(at, target evaluation.StageID, been map[evaluation.StageID]bool) []string {
	if at == target {
		return []string{string(at)}
	}
	i := r.stageIndex(at)
	if i < 0 || been[at] {
		return nil
	}
	been[at] = true
	for _, next := range r.def.Stages[i].After {
		if rest := r.way(next, target, been); rest != nil {
			return append([]string{string(at)}, rest...)
		}
	}
	return nil
}

// checkDueDates refuses a fixed date that lies before that of a stage which
// must be settled first. Lengths depend on the start and are left to the plan.
func (r *reader) checkDueDates() {
	fixed := func(i int) *calendar.Date { return r.def.Stages[i].Due.On }
	for i := range r.def.Stages {
		for j := range i {
			if fixed(i) != nil && fixed(j) != nil && earlier(r.def.Stages[i].Due, r.def.Stages[j].Due) && r.stageBefore(j, i) {
				r.wrong(key(nth("stages", i), "due"), "due_before_earlier",
					"due", deadlineText(r.def.Stages[i].Due), "stage", string(r.def.Stages[j].ID), "earlier", deadlineText(r.def.Stages[j].Due))
				break
			}
		}
	}
}

// earlier tells whether one fixed deadline comes before another.
func earlier(a, b evaluation.Offset) bool {
	end := func(o evaluation.Offset) int {
		if o.Minute == 0 {
			return 24 * 60
		}
		return o.Minute
	}
	return a.On.Before(*b.On) || *a.On == *b.On && end(a) < end(b)
}

func deadlineText(o evaluation.Offset) string {
	if o.Minute == 0 {
		return o.On.String()
	}
	return o.On.String() + " " + clock(o.Minute)
}
