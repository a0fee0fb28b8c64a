package api

import (
	"context"

	"jiheng/internal/answer"
	"jiheng/internal/evaluation"
	"jiheng/policy"
)

// AnswerAfterSealing tells what changed after each sealing.
func (s *server) AnswerAfterSealing(c context.Context, r AnswerAfterSealingRequestObject) (AnswerAfterSealingResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.asks(ctx, x, r.EvaluationID, answerAfterSealing, JournalFilter{})
	if err != nil {
		return nil, err
	}
	list, err := s.desk().AfterSealing(ctx, situation.Evaluation.ID, s.now())
	if err != nil {
		return nil, err
	}
	// What a receiver said of a filing is read by those who read filings.
	_, refusal := s.policy.AuthorizeFiling(situation.Actor, situation.Evaluation.ReceiverID, situation.Evaluation.UnitID, policy.Read)
	out := AnswerAfterSealing200JSONResponse{Sealings: []SealingAnswer{}}
	for i := range list {
		view, err := s.sealingView(ctx, &list[i], situation.Definition, refusal == nil)
		if err != nil {
			return nil, err
		}
		if !s.seesContent(situation) {
			view.Entries, view.Corrections = withoutContent(view.Entries, false), withoutReasons(view.Corrections)
		}
		out.Sealings = append(out.Sealings, view)
	}
	return out, nil
}

func (s *server) sealingView(ctx context.Context, one *answer.Sealed, def *evaluation.Definition, open bool) (SealingAnswer, error) {
	entries, err := s.entryViews(ctx, one.Entries, def)
	names := s.namesAfter(ctx, one.People()...)
	view := SealingAnswer{
		Version: one.Version, Seq: one.Seq, SealedAt: local(one.At), Digest: one.Digest, ServedDigest: one.Served,
		FiledDigest: one.Filed, PublishedDigest: one.Published, Same: one.Same(), Unchanged: one.Unchanged(), Changes: one.Changes(),
		Total: one.Total, Kinds: []KindCount{}, Entries: entries, Grants: []GrantChange{}, Looks: one.Looks, FollowUps: []FollowUp{},
		LatestLooks: looksOf(one.LatestLooks, names), Downloads: []PublicCount{}, Clearances: clearanceChanges(one.Clearances, names),
		Corrections: correctionViews(one.Corrections, names), SupersededBy: one.SupersededBy, Opinions: []FilingOpinion{}, OpinionsOpen: open,
		DisposedAt: local(one.Disposed),
	}
	for _, k := range one.Kinds {
		view.Kinds = append(view.Kinds, KindCount{
			Type: string(k.Type), TypeTitle: EntryTitle(string(k.Type)), Count: k.Count, Changes: !answer.OnItsWay(k.Type),
		})
	}
	for _, g := range one.Grants {
		view.Grants = append(view.Grants, GrantChange{
			PersonID: string(g.Person), Name: calledIn(names, g.Person), Role: string(g.Role), RoleTitle: roleTitle(def, g.Role),
			At: local(g.At), Ended: g.Ended,
		})
	}
	for _, d := range one.Downloads {
		view.Downloads = append(view.Downloads, PublicCount{Path: d.Path, Count: d.Count})
	}
	for _, f := range one.FollowUps {
		view.FollowUps = append(view.FollowUps, FollowUp{ID: string(f.ID), Title: f.Title, Process: f.Process, State: EvaluationState(f.State), StartedAt: local(f.StartedAt)})
	}
	if p := one.Public; p != nil {
		view.Public = SealingPublic{PublishedAt: local(p.At), PackageSHA256: p.Package, ServedSHA256: p.Served, Same: p.Same(), Withdrawn: p.Withdrawn}
	}
	if open {
		view.Opinions = opinionViews(one.Opinions, names)
	}
	return view, err
}

func looksOf(list []answer.Look, names evaluation.Names) []FileLook {
	out := []FileLook{}
	for _, l := range list {
		view := FileLook{
			Material: l.Material, File: l.File, PersonID: string(l.Person), Name: calledIn(names, l.Person), Manner: FileLookManner(l.Manner),
			At: local(l.At), ClientAddress: l.ClientAddress,
		}
		view.OnBehalfOf, view.OnBehalfOfName = named(names, l.OnBehalfOf)
		out = append(out, view)
	}
	return out
}

func clearanceChanges(list []answer.ClearanceChange, names evaluation.Names) []SealingClearance {
	out := []SealingClearance{}
	for _, c := range list {
		view := SealingClearance{At: local(c.At), ByName: calledIn(names, c.By), Withheld: c.Withheld, Changed: append([]string{}, c.Changed...)}
		_, view.OnBehalfOfName = named(names, c.OnBehalfOf)
		out = append(out, view)
	}
	return out
}

func opinionViews(list []answer.Opinion, names evaluation.Names) []FilingOpinion {
	out := []FilingOpinion{}
	for _, o := range list {
		out = append(out, FilingOpinion{
			Reviewer: FilingOpinionReviewer(o.Reviewer), ReviewerText: o.ReviewerLabel, Round: o.Round, Total: o.Total, Opinion: o.Opinion,
			ByName: calledIn(names, o.By), At: local(o.At),
		})
	}
	return out
}
