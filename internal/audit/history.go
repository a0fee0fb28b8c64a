package audit

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
)

// archived is what the journal of the installation says of an archive.
type archived struct {
	Evaluation string `json:"evaluation"`
	Workflow   string `json:"workflow"`
	Run        string `json:"run"`
	Status     string `json:"status"`
	Events     int64  `json:"events"`
	SHA256     string `json:"sha256"`
	Packed     string `json:"packed"`
	// StartedAt and ClosedAt are empty in entries from before they were noted.
	StartedAt string `json:"started_at"`
	ClosedAt  string `json:"closed_at"`
}

const historyArchived = "history_archived"

// noted remembers what the journal of the installation says.
func (r *run) noted(e journal.Entry) error {
	r.result.Entries++
	r.looked.noted++
	if r.noteCheckpoint(e) {
		return nil
	}
	if e.Type == calendarAdded {
		r.noteCalendar(e)
	}
	if e.Type != historyArchived {
		return r.booked(e)
	}
	var a archived
	if err := json.Unmarshal(e.Data, &a); err == nil {
		r.archives[a.Workflow+" "+a.Run] = a
	}
	return nil
}

// histories holds every archived history against the journals: that of the
// installation, which has its digest, and that of its evaluation, which it was
// told of.
func (r *run) histories(ctx context.Context, only evaluation.ID) error {
	left := maps.Clone(r.archives)
	r.timelines = timelines{entries: map[evaluation.ID]entries{}, runs: map[string]*runSeen{}}
	var unknown []History
	err := r.Source.Histories(ctx, only, func(h History) error {
		said, ok := left[h.key()]
		delete(left, h.key())
		r.result.Histories++
		if !ok {
			unknown = append(unknown, h)
			return nil
		}
		return r.archive(ctx, h, said)
	})
	if err == nil {
		err = r.lately(ctx, unknown)
	}
	if err != nil {
		return r.unreadable(Histories, only, "workflow_archives", err)
	}
	r.continued()
	for _, key := range slices.Sorted(maps.Keys(left)) {
		if a := left[key]; only == "" || a.Evaluation == string(only) {
			r.report(ArchiveMissing.at(Histories, a.Evaluation, "workflow_archives "+key, a.SHA256, ""))
		}
	}
	return nil
}

// archive holds one history against what was said of it.
func (r *run) archive(ctx context.Context, h History, said archived) error {
	got := archived{
		string(h.Evaluation), h.Workflow, h.Run, h.Status, h.Events, h.Sum, h.Packed,
		h.StartedAt.UTC().Format(time.RFC3339Nano), h.ClosedAt.UTC().Format(time.RFC3339Nano),
	}
	if said.StartedAt == "" {
		got.StartedAt, got.ClosedAt = "", ""
	}
	if got != said || h.SHA256 != said.SHA256 {
		r.report(ArchiveChanged.at(Histories, said.Evaluation, h.place(), said.line(), got.line()+" "+h.SHA256))
		return nil
	}
	return r.told(ctx, h)
}

// lately asks the journal of the installation once more about histories that
// it did not speak of when it was read: they may have been archived since.
func (r *run) lately(ctx context.Context, unknown []History) error {
	if len(unknown) == 0 {
		return nil
	}
	entries := r.result.Entries
	_, err := r.Source.InstallationJournal(ctx, r.noted, nil)
	r.result.Entries = entries // they were counted
	if err != nil {
		return err
	}
	for _, h := range unknown {
		said, ok := r.archives[h.key()]
		if !ok {
			r.report(ArchiveUnknown.at(Histories, string(h.Evaluation), h.place(), "", h.SHA256))
			continue
		}
		if err := r.archive(ctx, h, said); err != nil {
			return err
		}
	}
	return nil
}

func (a archived) line() string {
	return where(a.Evaluation+" "+a.Status+" "+a.SHA256, a.Events) + " " + a.StartedAt + " " + a.ClosedAt
}
