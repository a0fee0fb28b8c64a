package api

import (
	"context"
	"encoding/json"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// JournalStore reads and verifies journals.
type JournalStore interface {
	// CheckJournal verifies the chain, and the rows against its fold.
	CheckJournal(ctx context.Context, id evaluation.ID) (Check, error)
}

// Check is what a verification found (核验结果); nothing found is the proof.
type Check struct {
	Verified bool
	Entries  int64
	// Head is the end of the chain, hex.
	Head     string
	Findings []Discrepancy
}

// Discrepancy is one thing a verification found (不符之处).
type Discrepancy struct {
	Where, What, Expected, Found string
}

// ReadJournal gives journal entries, in order.
func (s *server) ReadJournal(c context.Context, r ReadJournalRequestObject) (ReadJournalResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectJournal, policy.Read)
	if err != nil {
		return nil, err
	}
	p := r.Params
	f := asked(p.Actor, p.OnBehalfOf, p.Type, p.Action, p.Task, p.Item, string(p.Refused), p.From, p.To, p.ClientAddress)
	f.Evaluation = situation.Evaluation.ID
	if p.Quiet {
		f.Without = []string{string(evaluation.TypeTaskRead), string(evaluation.TypeTaskUrged)}
	}
	if err := s.noteReading(ctx, x, journalRead, "casbin:journal/read/unit", f, ""); err != nil {
		return nil, err
	}
	limit := pageSize(p.Limit)
	entries, err := s.store.FilterJournal(ctx, f, p.After, limit)
	if err != nil {
		return nil, err
	}
	views, err := s.entryViews(ctx, entries, situation.Definition)
	if err != nil {
		return nil, err
	}
	out := ReadJournal200JSONResponse{Entries: withoutContent(views, s.seesContent(situation))}
	if len(entries) == limit {
		out.NextAfter = entries[limit-1].Seq
	}
	return out, nil
}

// mentioned gives the names of all persons in entries.
func (s *server) mentioned(ctx context.Context, entries []journal.Entry) (evaluation.Names, error) {
	ids := make([]evaluation.PersonID, 0, 2*len(entries))
	for _, e := range entries {
		ids = append(append(ids, evaluation.PersonID(e.ActorID)), concerned(e)...)
		if e.OnBehalfOf != "" {
			ids = append(ids, evaluation.PersonID(e.OnBehalfOf))
		}
	}
	people, err := s.store.PersonNames(ctx, ids)
	return evaluation.Names{People: people}, err
}

// entryViews shows entries, rules in the words of a definition if there is one.
func (s *server) entryViews(ctx context.Context, entries []journal.Entry, def *evaluation.Definition) ([]JournalEntry, error) {
	names, err := s.mentioned(ctx, entries)
	if err != nil {
		return nil, err
	}
	out := make([]JournalEntry, 0, len(entries))
	for _, e := range entries {
		view, err := entryView(e, names)
		if err != nil {
			return nil, err
		}
		view.RuleText = s.policy.WordingIn(def, e.Rule)
		out = append(out, view)
	}
	return out, nil
}

func entryView(e journal.Entry, names evaluation.Names) (JournalEntry, error) {
	view := JournalEntry{
		Seq: e.Seq, At: local(e.At), Type: e.Type, TypeTitle: EntryTitle(e.Type), Detail: entryDetail(e, names),
		Actor: e.ActorID, ActorName: calledIn(names, evaluation.PersonID(e.ActorID)), OnBehalfOf: e.OnBehalfOf,
		Stage: e.StageID, Item: e.ItemID, Task: e.TaskID, Rule: e.Rule, PolicyVersion: e.PolicyVersion,
		RequestID: e.RequestID, ClientAddress: e.ClientAddress, PrevHash: e.PrevHash.String(), Hash: e.Hash.String(),
	}
	_, view.OnBehalfOfName = named(names, evaluation.PersonID(e.OnBehalfOf))
	if err := json.Unmarshal(e.Data, &view.Data); err != nil {
		return view, fault.Wrap(err, fault.Internal, "entry_unreadable", "entry %d of %s", e.Seq, e.EvaluationID)
	}
	if action, _ := view.Data["action"].(string); action != "" && e.Type == string(evaluation.TypeAttemptRefused) {
		view.Action, view.ActionTitle = action, evaluation.Action(action).Label()
	}
	return view, nil
}

// VerifyJournal verifies the chain, and the rows against the journal.
func (s *server) VerifyJournal(c context.Context, r VerifyJournalRequestObject) (VerifyJournalResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectJournal, policy.Verify)
	if err != nil {
		return nil, err
	}
	check, err := s.store.CheckJournal(ctx, situation.Evaluation.ID)
	if err != nil {
		return nil, err
	}
	if !check.Verified {
		s.log.ErrorContext(ctx, "journal does not verify", "evaluation", r.EvaluationID, "findings", len(check.Findings))
	}
	out := VerifyJournal200JSONResponse{Verified: check.Verified, Entries: check.Entries, Head: check.Head, Findings: []Finding{}}
	for _, f := range check.Findings {
		out.Findings = append(out.Findings, Finding{Where: f.Where, What: f.What, Expected: f.Expected, Found: f.Found})
	}
	return out, nil
}
