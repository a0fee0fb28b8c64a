package audit

import (
	"context"
	"maps"
	"slices"
	"time"

	"jiheng/internal/administration"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
)

// registersDiffer lists every column of every register that is not what the
// journal says, and rows that are missing or too many.
func registersDiffer(said *administration.Books, kept map[administration.Register]map[string]administration.Row) []Finding {
	var out []Finding
	for _, register := range administration.Registers() {
		expected, found := said.Registers[register], kept[register]
		keys := maps.Clone(found)
		if keys == nil {
			keys = map[string]administration.Row{}
		}
		maps.Copy(keys, expected)
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			out = append(out, rowDiffers(string(register)+" "+key, expected[key], found[key])...)
		}
	}
	return out
}

// logsDiffer lists every line of a log that is not the one that was sealed, is
// gone, or came in between later.
func (r *run) logsDiffer(ctx context.Context, said *administration.Books) ([]Finding, error) {
	var out []Finding
	r.result.Unsealed = 0
	for _, l := range administration.Logs() {
		sealed := said.Logs[l]
		behind, err := r.Source.Unsealed(ctx, l, sealed.To)
		if err != nil {
			return nil, err
		}
		r.result.Unsealed += behind
		found, err := r.Source.Marks(ctx, l, sealed.To)
		if err != nil {
			return nil, err
		}
		keys := maps.Clone(found)
		maps.Copy(keys, sealed.Marks)
		for _, id := range slices.Sorted(maps.Keys(keys)) {
			if sealed.Marks[id] != found[id] {
				out = append(out, RowDiffers.at(Rows, "", where(string(l), id), sealed.Marks[id], found[id]))
			}
		}
	}
	return out, nil
}

// locked tells whether somebody acted whose account was locked then.
func (r *run) locked(e *journal.Entry) bool {
	return slices.ContainsFunc(r.offices.Locked[evaluation.PersonID(e.ActorID)], func(p administration.Period) bool {
		return p.From.Add(commandTakes).Before(e.At) && (p.To.IsZero() || p.To.After(e.At))
	})
}

func rowDiffers(place string, expected, found administration.Row) []Finding {
	if expected == nil || found == nil {
		return []Finding{RowDiffers.at(Rows, "", place, text(expected, expected != nil), text(found, found != nil))}
	}
	var out []Finding
	for _, column := range slices.Sorted(maps.Keys(found)) { // what may not be read is not there
		if expected[column] != found[column] {
			out = append(out, RowDiffers.at(Rows, "", place+" "+column, short(expected[column]), short(found[column])))
		}
	}
	return out
}

// pastTheJournal reports what the journal itself tells of changes that it was
// not told of.
func (r *run) pastTheJournal() {
	for _, u := range r.offices.Unlike {
		place := where("journal", u.Seq) + " " + string(u.Register) + " " + u.Key
		r.report(PastJournal.at(Installation, "", place, text(u.Said, u.Said != nil), text(u.Found, u.Found != nil)))
	}
	for _, seq := range r.offices.Late {
		r.report(InheritedLate.at(Installation, "", where("journal", seq), "", ""))
	}
}

// stoodIn tells whether who acted stood in for whom he acted for, by what the
// journal of the installation says of substitutions.
func (r *run) stoodIn(e *journal.Entry, process string) bool {
	if e.OnBehalfOf == "" || e.OnBehalfOf == e.ActorID || e.ActorID == string(evaluation.SystemPerson) {
		return true
	}
	first, last := calendar.DateOf(e.At).String(), calendar.DateOf(e.At.Add(-commandTakes)).String()
	for _, s := range r.offices.Registers[administration.Substitutions] {
		if s["principal_id"] == e.OnBehalfOf && s["substitute_id"] == e.ActorID && (s["process"] == "" || s["process"] == process) &&
			s["from_on"] <= first && last <= s["to_on"] && between(s["confirmed_at"], s["ended_at"], e.At) {
			return true
		}
	}
	return false
}

// between tells whether something confirmed and perhaps ended stood at an
// instant, with the time that a command may take.
func between(confirmed, ended string, at time.Time) bool {
	from, err := time.Parse(time.RFC3339Nano, confirmed)
	if err != nil || from.After(at) {
		return false
	}
	to, err := time.Parse(time.RFC3339Nano, ended)
	return ended == "" || err == nil && to.Add(commandTakes).After(at)
}
