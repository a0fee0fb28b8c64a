package audit

import (
	"context"
	"maps"
	"slices"
	"time"

	"jiheng/internal/evaluation"
)

// clocksDiffer is how far the clock of Temporal may be behind that of the
// database.
const clocksDiffer = 30 * time.Second

// timelines is what all archived histories came to, to be held against each
// other and against the journals.
type timelines struct {
	entries map[evaluation.ID]entries
	// runs are by the names of their workflows and their own.
	runs map[string]*runSeen
}

// entries are those of one evaluation.
type entries struct {
	at       map[int64]time.Time
	finished int64
}

// runSeen is what one run read and was told.
type runSeen struct {
	history          History
	told, read, from int64
}

// told holds every single thing that a workflow was told and read against the
// journal: the entry is there, and was there by then.
func (r *run) told(ctx context.Context, h History) error {
	if !h.Readable || h.Counted != h.Events {
		r.report(Unreadable.at(Histories, string(h.Evaluation), h.place(), where("", h.Events)[1:], where("", h.Counted)[1:]))
		return nil
	}
	known, ok := r.timelines.entries[h.Evaluation]
	if !ok {
		at, finished, err := r.Source.Instants(ctx, h.Evaluation, string(evaluation.TypeFinished))
		if err != nil {
			return err
		}
		known = entries{at, finished}
		r.timelines.entries[h.Evaluation] = known
	}
	seen := &runSeen{history: h}
	seen.history.Calls = nil // they may be many
	for _, c := range h.Calls {
		r.call(&h, c, known, seen)
	}
	r.timelines.runs[h.key()] = seen
	if h.Status == "Completed" && seen.read < min(known.finished, seen.told) {
		r.report(Untold.at(Histories, string(h.Evaluation), h.place(), where("journal", min(known.finished, seen.told)), where("journal", seen.read)))
	}
	return nil
}

// call holds one of them against the journal. What a timeline reads never goes
// back.
func (r *run) call(h *History, c Call, known entries, seen *runSeen) {
	place := where(h.place()+" event", c.Event)
	at, there := known.at[c.Seq]
	switch {
	case !there && c.Seq == 0:
		r.report(ToldUnreal.at(Histories, string(h.Evaluation), place, string(h.Evaluation), c.Named))
	case !there:
		r.report(ToldUnreal.at(Histories, string(h.Evaluation), place, where("journal", int64(len(known.at))), where("journal", c.Seq)))
	case at.After(c.At.Add(clocksDiffer)):
		r.report(ToldEarly.at(Histories, string(h.Evaluation), place, where("journal", c.Seq)+" "+at.Format(time.RFC3339Nano), c.At.UTC().Format(time.RFC3339Nano)))
	case c.Read && c.Seq < seen.read:
		r.report(ReadBack.at(Histories, string(h.Evaluation), place, where("journal", seen.read), where("journal", c.Seq)))
	}
	if !c.Read {
		seen.told = max(seen.told, c.Seq)
		return
	}
	if seen.from == 0 {
		seen.from = c.Seq
	}
	seen.read = max(seen.read, c.Seq)
}

// continued holds runs against those that they continue: these are archived
// before them, and had not read further.
func (r *run) continued() {
	for _, key := range slices.Sorted(maps.Keys(r.timelines.runs)) {
		s := r.timelines.runs[key]
		if s.history.Continues == "" {
			continue
		}
		before, ok := r.timelines.runs[s.history.Workflow+" "+s.history.Continues]
		switch {
		case !ok && r.archives[s.history.Workflow+" "+s.history.Continues] == archived{}:
			r.report(RunMissing.at(Histories, string(s.history.Evaluation), s.history.place(), s.history.Continues, ""))
		case ok && s.from > 0 && s.from < before.read:
			r.report(ReadBack.at(Histories, string(s.history.Evaluation), s.history.place(), where("journal", before.read), where("journal", s.from)))
		}
	}
}
