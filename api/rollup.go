package api

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// GetRollUp tells what is in for the roll-up, and whether the last one still
// stands (汇总).
func (s *server) GetRollUp(c context.Context, r GetRollUpRequestObject) (GetRollUpResponseObject, error) {
	ctx, x := enter(c)
	now, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectEvaluation, policy.Read)
	if err != nil {
		return nil, err
	}
	names, err := s.store.Names(ctx, now.Evaluation)
	if err != nil {
		return nil, err
	}
	items, err := now.RollUpItems()
	if err != nil {
		return nil, err
	}
	v := rollUpReader{now: now, names: names, at: s.now()}
	view := v.view(items)
	if err := s.addRecorded(ctx, &view, v, items); err != nil {
		return nil, err
	}
	return GetRollUp200JSONResponse(view), nil
}

// addRecorded holds what is now against the last roll-up that was made.
func (s *server) addRecorded(ctx context.Context, view *RollUp, v rollUpReader, items []evaluation.RollUpItem) error {
	var err error
	if view.Digest, err = evaluation.SourcesDigest(items); err != nil {
		return err
	}
	last := v.now.Evaluation.RollUp
	if last == nil {
		return nil
	}
	entries, err := s.store.FilterJournal(ctx, JournalFilter{Evaluation: v.now.Evaluation.ID}, last.Seq-1, 1)
	if err != nil {
		return err
	}
	var rolled evaluation.RolledUp
	if len(entries) == 0 || entries[0].Type != string(evaluation.TypeRolledUp) || json.Unmarshal(entries[0].Data, &rolled) != nil {
		return fault.New(fault.Internal, "entry_unreadable", "entry %d of %s is no roll-up", last.Seq, v.now.Evaluation.ID)
	}
	by, name := named(v.names, last.By)
	view.Recorded = RolledUp{
		TaskID: string(last.Task), Digest: last.Digest, Seq: last.Seq, At: local(last.At), By: by, ByName: name, Sources: len(rolled.Sources),
	}
	view.Stale = view.Digest != last.Digest
	if view.Stale {
		view.Changes = v.changes(rolled.Sources, items)
	}
	return nil
}

// rollUpReader words what the core says of a roll-up.
type rollUpReader struct {
	now   *evaluation.Situation
	names evaluation.Names
	at    time.Time
}

func (v rollUpReader) view(items []evaluation.RollUpItem) RollUp {
	out := RollUp{Items: []RollUpItem{}, Totals: []RollUpTotal{}, Changes: []RollUpChange{}}
	at, ok := v.now.Definition.RollUpStep()
	if !ok {
		return out
	}
	stage, _ := v.now.Definition.Stage(at.Stage)
	step, _ := v.now.Definition.Step(at.Stage, at.Step)
	out.Applicable, out.Stage, out.StageTitle = true, string(at.Stage), stage.Title
	out.Step, out.StepTitle = string(at.Step), step.Title
	for _, p := range items {
		out.Items = append(out.Items, v.item(p))
		count(&out.Counts, p)
	}
	for _, t := range v.now.RollUpTotals(items) {
		out.Totals = append(out.Totals, v.total(t))
	}
	return out
}

func count(n *RollUpCounts, p evaluation.RollUpItem) {
	one := func(holds bool) int {
		if holds {
			return 1
		}
		return 0
	}
	n.Asked += one(p.Asked)
	n.In += one(p.In)
	n.Late += one(p.LateDays > 0)
	n.Returned += one(p.Returned > 0)
	n.Missing += one(p.Asked && !p.In)
}

func (v rollUpReader) item(p evaluation.RollUpItem) RollUpItem {
	view := RollUpItem{
		Item: itemView(*v.now.Evaluation.Item(p.Item), v.names), Asked: p.Asked, In: p.In, LateDays: p.LateDays, Returned: p.Returned,
		HeldBy: []RollUpHolder{}, Sources: []RollUpSource{},
	}
	if p.In {
		view.InAt = local(p.At)
	}
	for _, t := range p.Live {
		view.HeldBy = append(view.HeldBy, v.holder(t))
	}
	for _, src := range p.Sources {
		by, name := named(v.names, src.By)
		view.Sources = append(view.Sources, RollUpSource{
			Step: string(src.Step), Title: v.title(src.Source), Paper: src.Paper, Copy: src.Copy, Version: src.Version, SHA256: src.SHA256,
			At: local(src.At), By: by, ByName: name,
		})
	}
	return view
}

func (v rollUpReader) holder(t *evaluation.Task) RollUpHolder {
	stage, _ := v.now.Definition.Stage(t.Stage)
	step, _ := v.now.Definition.Step(t.Stage, t.Step)
	view := RollUpHolder{
		TaskID: string(t.ID), StageTitle: stage.Title, Title: step.Title, DueAt: local(t.DueAt), Overdue: !t.DueAt.After(v.at),
	}
	view.Person, view.Name = named(v.names, t.Assignee)
	if t.Assignee == "" {
		titles := make([]string, len(t.Roles))
		for i, role := range t.Roles {
			titles[i] = roleTitle(v.now.Definition, role)
		}
		view.Name = strings.Join(titles, listComma())
	}
	return view
}

// title names a source: the step it was filled in at, or the paper.
func (v rollUpReader) title(src evaluation.Source) string {
	stage, id, _ := strings.Cut(string(src.Step), ".")
	step, _ := v.now.Definition.Step(evaluation.StageID(stage), evaluation.StepID(id))
	for _, m := range step.Materials {
		if m.ID == src.Paper {
			return m.Title
		}
	}
	return step.Title
}

func (v rollUpReader) total(t evaluation.Total) RollUpTotal {
	view := RollUpTotal{Name: "budget", Title: budgetTitle(), Kind: RollUpTotalKind(evaluation.FieldMoney), Sum: t.Sum.String(), Parts: []RollUpPart{}}
	if t.Step != "" {
		view.Name, view.Title, view.Kind = string(t.Step)+"."+t.Field.Name, t.Field.Title, RollUpTotalKind(t.Field.Kind)
	}
	for _, p := range t.Parts {
		view.Parts = append(view.Parts, RollUpPart{Item: string(p.Item), Value: p.Value.String(), SHA256: p.SHA256})
	}
	return view
}
