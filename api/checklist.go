package api

import (
	"context"
	"slices"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// GetChecklist tells which papers a task asks for, what is there and what is
// missing; to its reviewer also which seals and signatures to look at.
func (s *server) GetChecklist(c context.Context, r GetChecklistRequestObject) (GetChecklistResponseObject, error) {
	ctx, x := enter(c)
	situation, t, err := s.taskFor(ctx, x, r.TaskID)
	if err != nil {
		return nil, err
	}
	names, err := s.store.Names(ctx, situation.Evaluation)
	if err != nil {
		return nil, err
	}
	show := papers{situation, names, readsMaterials(s.policy, situation, t.ID), s.converter != nil}
	return GetChecklist200JSONResponse{
		Entries: show.entries(situation.Checklist(t)), Inspected: show.entries(situation.Inspected(t)),
	}, nil
}

// papers shows papers to somebody who may read them, or may not.
type papers struct {
	now   *evaluation.Situation
	names evaluation.Names
	reads bool
	// converts is true where Office files can be shown as PDF.
	converts bool
}

func (p papers) entries(list []evaluation.MaterialEntry) []MaterialEntry {
	out := []MaterialEntry{}
	for _, e := range list {
		view := MaterialEntry{
			Kind: e.Kind.ID, Title: e.Kind.Title, Required: !e.Kind.Optional, Asked: e.Asked, Several: e.Kind.Several,
			Template: e.Kind.Template, Marks: []Mark{}, Papers: []Material{}, Missing: []FieldError{},
		}
		for _, m := range e.Kind.Marks {
			view.Marks = append(view.Marks, Mark{Mark: MarkName(m), Title: m.Label()})
		}
		for _, f := range e.Missing {
			view.Missing = append(view.Missing, fieldError(f))
		}
		if p.reads {
			for _, m := range e.Papers {
				paper := p.view(m)
				paper.Current = slices.ContainsFunc(e.Current, func(o evaluation.Material) bool { return o.ID == m.ID })
				paper.Marks = p.marks(e.Kind, m)
				view.Papers = append(view.Papers, paper)
			}
		}
		out = append(out, view)
	}
	return out
}

// view is a paper, with whether it can be opened.
func (p papers) view(m evaluation.Material) Material {
	view := materialView(m, p.names)
	view.State = MaterialStateUsable
	switch {
	case m.Quarantined != "":
		view.State, view.Signature = MaterialStateQuarantined, m.Quarantined
	case slices.Contains(p.now.Unscanned, m.SHA256):
		view.State = MaterialStateUnscanned
	}
	view.Rescan = slices.Contains(p.now.Rescanning, m.SHA256)
	view.Preview = MaterialPreview(previewOf(m.MediaType, p.converts))
	return view
}

func (p papers) marks(kind evaluation.MaterialKind, m evaluation.Material) []MaterialMark {
	var out []MaterialMark
	for _, mark := range kind.Marks {
		known := m.Mark(mark)
		view := MaterialMark{
			Mark: MarkName(mark), Title: mark.Label(), Declared: known.DeclaredBy != "", DeclaredAt: local(known.DeclaredAt),
			Verdict: MaterialMarkVerdictNone, CheckedAt: local(known.CheckedAt), Note: known.Note,
		}
		if known.Verdict != evaluation.VerdictNone {
			view.Verdict = MaterialMarkVerdict(known.Verdict)
		}
		_, view.DeclaredByName = named(p.names, known.DeclaredBy)
		_, view.CheckedByName = named(p.names, known.CheckedBy)
		out = append(out, view)
	}
	return out
}

// CheckMarks says which seals and signatures a cover bears (核对印章签字).
func (s *server) CheckMarks(c context.Context, r CheckMarksRequestObject) (CheckMarksResponseObject, error) {
	cmd := command(evaluation.CheckMarks, r.TaskID)
	cmd.Material.ID, cmd.Text = r.Body.Material, r.Body.Note
	for _, m := range r.Body.Marks {
		cmd.Marks = append(cmd.Marks, evaluation.MarkCheck{Mark: evaluation.Mark(m.Mark), Confirmed: m.Confirmed})
	}
	done, err := s.act(c, terms{key: r.Params.IdempotencyKey}, cmd)
	return CheckMarks200JSONResponse{done}, err
}

// TakeBackMaterial takes one of several papers back (撤下材料).
func (s *server) TakeBackMaterial(c context.Context, r TakeBackMaterialRequestObject) (TakeBackMaterialResponseObject, error) {
	cmd := command(evaluation.TakeBack, r.TaskID)
	cmd.Material.ID, cmd.Reason = r.Body.Material, r.Body.Reason
	done, err := s.act(c, terms{key: r.Params.IdempotencyKey}, cmd)
	return TakeBackMaterial200JSONResponse{done}, err
}

func marksOf(names []MarkName) []evaluation.Mark {
	var out []evaluation.Mark
	for _, n := range names {
		out = append(out, evaluation.Mark(n))
	}
	return out
}

// marksIn reads the marks of a query.
func marksIn(list string) []evaluation.Mark {
	var out []evaluation.Mark
	for name := range strings.SplitSeq(list, ",") {
		if name != "" {
			out = append(out, evaluation.Mark(name))
		}
	}
	return out
}

func declared(marks []evaluation.Mark) []evaluation.MaterialMark {
	var out []evaluation.MaterialMark
	for _, m := range marks {
		out = append(out, evaluation.MaterialMark{Mark: m})
	}
	return out
}

// closed says why a paper cannot be opened, nil when it can.
func (p papers) closed(m evaluation.Material) error {
	switch view := p.view(m); view.State {
	case MaterialStateUnscanned:
		return fault.New(fault.Conflict, "file_unscanned", "material %s was not scanned yet", m.ID)
	case MaterialStateQuarantined:
		return fault.New(fault.Conflict, "file_quarantined", "material %s is infected", m.ID).With("signature", m.Quarantined)
	case MaterialStateUsable:
	}
	return nil
}
