package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/ledger"
	"jiheng/policy"
)

// JournalFilter says which entries are looked for (流水查询条件).
type JournalFilter struct {
	Evaluation        evaluation.ID
	Actor, OnBehalfOf evaluation.PersonID
	Types, Without    []string
	Action            string
	Task              evaluation.TaskID
	Item              string
	Refused           *bool
	From, To          time.Time
	ClientAddress     string
}

// EntryChange is what an entry changed in one column (前后值).
type EntryChange struct{ Table, Key, Column, Before, After string }

// LedgerStore searches journals and keeps that of the installation.
type LedgerStore interface {
	FilterJournal(ctx context.Context, f JournalFilter, after int64, limit int) ([]journal.Entry, error)
	SearchJournal(ctx context.Context, units []string, f JournalFilter, limit int, cursor string) (list []journal.Entry, next string, err error)
	EachEntry(ctx context.Context, units []string, f JournalFilter, use func(journal.Entry) error) error
	EntryChanges(ctx context.Context, id evaluation.ID, seq int64) ([]EntryChange, error)
	InstallationJournal(ctx context.Context, after int64, limit int) ([]journal.Entry, error)
	// InstallationJournalBack gives those before a number, or all from the
	// newest for 0, newest first.
	InstallationJournalBack(ctx context.Context, before int64, limit int) ([]journal.Entry, error)
	// Note puts an entry into the journal of the installation.
	Note(ctx context.Context, e journal.Entry) (journal.Entry, error)
}

// The entries about reading.
const (
	journalRead         = "journal_read"
	journalSearched     = "journal_searched"
	journalExported     = "journal_exported"
	installationRead    = "installation_read"
	readersNoted        = 4096
	readingIsNotedEvery = time.Minute
)

// readings remembers who read what a moment ago, so that turning pages is one
// entry a minute.
type readings struct {
	mu    sync.Mutex
	noted map[string]time.Time
}

// news tells whether a reading is to be noted now.
func (r *readings) news(what string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if at, ok := r.noted[what]; ok && now.Sub(at) < readingIsNotedEvery {
		return false
	}
	if r.noted == nil || len(r.noted) >= readersNoted {
		r.noted = make(map[string]time.Time)
	}
	r.noted[what] = now
	return true
}

// noteReading puts into the journal of the installation that somebody reads,
// before anything is handed out.
func (s *server) noteReading(ctx context.Context, x *exchange, kind, rule string, f JournalFilter, format string) error {
	data, err := json.Marshal(readingOf(f, format))
	if err != nil {
		return err
	}
	if kind != journalExported && !s.readings.news(string(x.person())+" "+kind+" "+string(data), s.now()) {
		return nil
	}
	_, err = s.store.Note(ctx, journal.Entry{
		Type: kind, ActorID: string(x.person()), Rule: rule, PolicyVersion: s.policy.Version(),
		RequestID: x.requestID, ClientAddress: x.address, Data: data,
	})
	return err
}

// reading is the data of such an entry.
type reading struct {
	Evaluation    string     `json:"evaluation,omitempty"`
	Actor         string     `json:"actor,omitempty"`
	OnBehalfOf    string     `json:"on_behalf_of,omitempty"`
	Types         []string   `json:"types,omitempty"`
	Action        string     `json:"action,omitempty"`
	Task          string     `json:"task,omitempty"`
	Item          string     `json:"item,omitempty"`
	Refused       *bool      `json:"refused,omitempty"`
	From          *time.Time `json:"from,omitempty"`
	To            *time.Time `json:"to,omitempty"`
	ClientAddress string     `json:"client_address,omitempty"`
	Format        string     `json:"format,omitempty"`
}

func readingOf(f JournalFilter, format string) reading {
	r := reading{
		Evaluation: string(f.Evaluation), Actor: string(f.Actor), OnBehalfOf: string(f.OnBehalfOf), Types: f.Types, Action: f.Action,
		Task: string(f.Task), Item: f.Item, Refused: f.Refused, ClientAddress: f.ClientAddress, Format: format,
	}
	if !f.From.IsZero() {
		r.From = &f.From
	}
	if !f.To.IsZero() {
		r.To = &f.To
	}
	return r
}

// asked makes a filter of the parameters that all three questions share.
func asked(actor Actor, onBehalfOf OnBehalfOf, types EventType, action AttemptedAction, task OfTask, item OfItem, refused string, from From, to To, address ClientAddress) JournalFilter {
	f := JournalFilter{
		Actor: evaluation.PersonID(actor), OnBehalfOf: evaluation.PersonID(onBehalfOf), Types: listed(types), Action: action,
		Task: evaluation.TaskID(task), Item: item, From: from, To: to, ClientAddress: address,
	}
	if refused != "" {
		only := refused == "only"
		f.Refused = &only
	}
	return f
}

// listed splits what is separated by commas.
func listed(text string) []string {
	return slices.DeleteFunc(strings.Split(text, ","), func(s string) bool { return s == "" })
}

// searched are the units whose journals somebody searches; open where he may see
// what was filled in, too.
type searched struct {
	units []string
	open  bool
}

// searchable gives the units whose journals somebody may search.
func (s *server) searchable(ctx context.Context, x *exchange) (in searched, rule string, err error) {
	actor, err := s.actor(ctx, x)
	if err != nil {
		return in, "", err
	}
	refusal := error(fault.New(fault.Forbidden, policy.ReasonRoleMissing, "no role to search journals").WithRule("casbin:journal/search/unit"))
	for _, g := range actor.Grants {
		d, err := s.policy.AuthorizeUnit(actor, g.UnitID, policy.ObjectJournal, policy.Search)
		switch {
		case err == nil:
			in.units, rule = append(in.units, g.UnitID), d.Rule
		case fault.CodeOf(err) != fault.Forbidden:
			return in, "", err
		default:
			refusal = err
		}
	}
	if len(in.units) == 0 {
		return in, "", refusal
	}
	in.open = s.seesContentOf(actor, in.units)
	return in, rule, nil
}

// SearchJournal looks through the journals of the units that somebody audits.
func (s *server) SearchJournal(c context.Context, r SearchJournalRequestObject) (SearchJournalResponseObject, error) {
	ctx, x := enter(c)
	p := r.Params
	f := asked(p.Actor, p.OnBehalfOf, p.Type, p.Action, p.Task, p.Item, string(p.Refused), p.From, p.To, p.ClientAddress)
	f.Evaluation = evaluation.ID(p.Evaluation)
	in, rule, err := s.searchable(ctx, x)
	if err != nil {
		return nil, err
	}
	if err := s.noteReading(ctx, x, journalSearched, rule, f, ""); err != nil {
		return nil, err
	}
	list, next, err := s.store.SearchJournal(ctx, in.units, f, pageSize(p.Limit), p.Cursor)
	if err != nil {
		return nil, err
	}
	views, err := s.entryViews(ctx, list, nil)
	if err != nil {
		return nil, err
	}
	views = withoutContent(views, in.open)
	for i := range views {
		views[i].Evaluation = list[i].EvaluationID
	}
	return SearchJournal200JSONResponse{Entries: views, NextCursor: next}, nil
}

// ReadChanges gives what an entry changed.
func (s *server) ReadChanges(c context.Context, r ReadChangesRequestObject) (ReadChangesResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectJournal, policy.Read)
	if err != nil {
		return nil, err
	}
	list, err := s.store.EntryChanges(ctx, situation.Evaluation.ID, r.Seq)
	if err != nil {
		return nil, err
	}
	out := ReadChanges200JSONResponse{Changes: []ValueChange{}, Withheld: !s.seesContent(situation)}
	for _, d := range list {
		if out.Withheld {
			d.Before, d.After = "", ""
		}
		out.Changes = append(out.Changes, ValueChange{Table: d.Table, Key: d.Key, Column: d.Column, Before: d.Before, After: d.After})
	}
	return out, nil
}

// ReadInstallationJournal gives the journal of the installation to audit
// administrators.
func (s *server) ReadInstallationJournal(c context.Context, r ReadInstallationJournalRequestObject) (ReadInstallationJournalResponseObject, error) {
	ctx, x := enter(c)
	rule, err := s.auditsInstallation(ctx, x)
	if err != nil {
		return nil, err
	}
	if err := s.noteReading(ctx, x, installationRead, rule, JournalFilter{}, ""); err != nil {
		return nil, err
	}
	limit := pageSize(r.Params.Limit)
	read := s.store.InstallationJournal
	if r.Params.NewestFirst {
		read = s.store.InstallationJournalBack
	}
	list, err := read(ctx, r.Params.After, limit)
	if err != nil {
		return nil, err
	}
	views, err := s.entryViews(ctx, list, nil)
	out := ReadInstallationJournal200JSONResponse{Entries: views}
	if len(list) == limit {
		out.NextAfter = list[limit-1].Seq
	}
	return out, err
}

// auditsInstallation tells by which rule somebody may see what belongs to no
// evaluation: as an audit administrator in whatever unit.
func (s *server) auditsInstallation(ctx context.Context, x *exchange) (rule string, err error) {
	actor, err := s.actor(ctx, x)
	if err != nil {
		return "", err
	}
	refusal := error(fault.New(fault.Forbidden, policy.ReasonRoleMissing, "no audit administrator").WithRule("casbin:installation/read/unit"))
	for _, g := range actor.Grants {
		d, err := s.policy.AuthorizeUnit(actor, g.UnitID, policy.ObjectInstallation, policy.Read)
		if err == nil {
			return d.Rule, nil
		}
		refusal = err
	}
	return "", refusal
}

// ExportJournal writes a file of entries while it reads them.
func (s *server) ExportJournal(c context.Context, r ExportJournalRequestObject) (ExportJournalResponseObject, error) {
	ctx, x := enter(c)
	p := r.Params
	f := asked(p.Actor, p.OnBehalfOf, p.Type, p.Action, p.Task, p.Item, string(p.Refused), p.From, p.To, p.ClientAddress)
	f.Evaluation = evaluation.ID(p.Evaluation)
	in, rule, err := s.searchable(ctx, x)
	if err != nil {
		return nil, err
	}
	if err := s.noteReading(ctx, x, journalExported, rule, f, string(p.Format)); err != nil {
		return nil, err
	}
	return &journalExport{s, ctx, in, f, ledger.Format(p.Format)}, nil
}

// journalExport is a file of entries on its way to a client.
type journalExport struct {
	server *server
	ctx    context.Context //nolint:containedctx // of the one request it answers
	in     searched
	filter JournalFilter
	format ledger.Format
}

// VisitExportJournalResponse sends the file.
func (e *journalExport) VisitExportJournalResponse(w http.ResponseWriter) error {
	e.server.unhurried(w)
	w.Header().Set("Content-Type", mediaStream)
	w.Header().Set("Content-Disposition", attachment(exportName(e.server.now(), string(e.format))))
	w.Header().Set("Cache-Control", "private, no-store")
	out, err := ledger.New(e.format, w)
	if err != nil {
		return err
	}
	batch := &exportBatch{export: e, out: out}
	if err := e.server.store.EachEntry(e.ctx, e.in.units, e.filter, batch.add); err != nil {
		return err
	}
	if err := batch.flush(); err != nil {
		return err
	}
	return out.Close()
}

// exportBatch gathers entries, so that names are asked for together.
type exportBatch struct {
	export  *journalExport
	out     ledger.Writer
	entries []journal.Entry
}

const exportAtOnce = 500

func (b *exportBatch) add(e journal.Entry) error {
	if !b.export.in.open {
		e = withheld(e)
	}
	if b.entries = append(b.entries, e); len(b.entries) < exportAtOnce {
		return nil
	}
	return b.flush()
}

func (b *exportBatch) flush() error {
	s := b.export.server
	names, err := s.mentioned(b.export.ctx, b.entries)
	if err != nil {
		return err
	}
	for i := range b.entries {
		e := &b.entries[i]
		_, principal := named(names, evaluation.PersonID(e.OnBehalfOf))
		err := b.out.Write(ledger.Line{
			Entry: *e, Kind: EntryTitle(e.Type), Actor: calledIn(names, evaluation.PersonID(e.ActorID)),
			OnBehalfOf: principal, Rule: s.policy.Wording(e.Rule),
		})
		if err != nil {
			return err
		}
	}
	b.entries = b.entries[:0]
	return nil
}
