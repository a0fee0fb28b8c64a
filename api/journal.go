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
	Journal(ctx context.Context, id evaluation.ID, after int64, limit int) ([]journal.Entry, error)
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
	limit := pageSize(r.Params.Limit)
	entries, err := s.store.Journal(ctx, situation.Evaluation.ID, r.Params.After, limit)
	if err != nil {
		return nil, err
	}
	mentioned := make([]evaluation.PersonID, 0, 2*len(entries))
	for _, e := range entries {
		mentioned = append(mentioned, evaluation.PersonID(e.ActorID))
		if e.OnBehalfOf != "" {
			mentioned = append(mentioned, evaluation.PersonID(e.OnBehalfOf))
		}
	}
	people, err := s.store.PersonNames(ctx, mentioned)
	if err != nil {
		return nil, err
	}
	out := ReadJournal200JSONResponse{Entries: []JournalEntry{}}
	for _, e := range entries {
		view, err := entryView(e, evaluation.Names{People: people})
		if err != nil {
			return nil, err
		}
		view.RuleText = s.policy.WordingIn(situation.Definition, e.Rule)
		out.Entries = append(out.Entries, view)
	}
	if len(entries) == limit {
		out.NextAfter = entries[limit-1].Seq
	}
	return out, nil
}

func entryView(e journal.Entry, names evaluation.Names) (JournalEntry, error) {
	view := JournalEntry{
		Seq: e.Seq, At: local(e.At), Type: e.Type, TypeTitle: evaluation.EventType(e.Type).Label(),
		Actor: e.ActorID, ActorName: calledIn(names, evaluation.PersonID(e.ActorID)), OnBehalfOf: e.OnBehalfOf,
		Stage: e.StageID, Item: e.ItemID, Task: e.TaskID, Rule: e.Rule, PolicyVersion: e.PolicyVersion,
		RequestID: e.RequestID, ClientAddress: e.ClientAddress, PrevHash: e.PrevHash.String(), Hash: e.Hash.String(),
	}
	_, view.OnBehalfOfName = named(names, evaluation.PersonID(e.OnBehalfOf))
	if err := json.Unmarshal(e.Data, &view.Data); err != nil {
		return view, fault.Wrap(err, fault.Internal, "entry_unreadable", "entry %d of %s", e.Seq, e.EvaluationID)
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
