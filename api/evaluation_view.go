package api

import (
	"context"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/policy"
)

func summaryView(e Summary) EvaluationSummary {
	return EvaluationSummary{
		ID: string(e.ID), Title: e.Title, Year: e.Year, UnitID: e.UnitID, UnitName: e.UnitName,
		State: EvaluationState(e.State), CurrentStage: e.CurrentStage, DueAt: local(e.DueAt), DueOn: lastDayOf(e),
		StartedAt: local(e.StartedAt), FinishedAt: local(e.FinishedAt),
		DeclaredTotal: e.DeclaredTotal, DeclaredGrade: e.DeclaredGrade,
	}
}

// lastDayOf is the day on which the stage of a summary is due, in the days of
// its evaluation: a rehearsal has shorter ones.
func lastDayOf(e Summary) calendar.Date {
	if e.DueAt.IsZero() {
		return calendar.Date{}
	}
	return e.Timescale.Today(e.DueAt.Add(-1))
}

// evaluationView shows an evaluation with the names of all whom it mentions.
func (s *server) evaluationView(ctx context.Context, l *lens, e *evaluation.Evaluation, def *evaluation.Definition, c calendar.Calendar) (Evaluation, error) {
	names, err := s.namesThrough(ctx, l, e)
	if err != nil {
		return Evaluation{}, err
	}
	view := Evaluation{
		ID: string(e.ID), Title: e.Title, Year: e.Year, State: EvaluationState(e.State),
		UnitID: e.UnitID, UnitName: names.Unit, ReceiverID: e.ReceiverID, ReceiverName: names.Receiver,
		Process: ProcessRef{Name: e.Process.Name, Title: def.Title, Version: e.Process.Version, Digest: e.Process.Digest},
		StartOn: e.StartOn, StartedAt: local(e.StartedAt), FinishedAt: local(e.FinishedAt),
		SuspendedAt: local(e.SuspendedAt), EndReason: e.EndReason,
		CalendarVersion: e.CalendarVersion, Provisional: e.Provisional, DayMilliseconds: dayOf(e).Milliseconds(),
		Parameters: []ParameterValue{}, Items: []Item{}, Members: []GroupMember{}, Stages: []Stage{}, Seq: e.Seq,
		Holds: holdViews(e.Holds, names), Disposals: disposalViews(e.Disposals, names), KeptUntil: local(e.KeptUntil(s.retention)),
	}
	for _, p := range e.Parameters {
		view.Parameters = append(view.Parameters, ParameterValue{Name: p.Name, Value: p.Value.String()})
	}
	for _, it := range e.Items {
		view.Items = append(view.Items, itemView(it, names))
	}
	for _, m := range e.Members {
		if !m.Until.IsZero() {
			continue
		}
		view.Members = append(view.Members, memberView(m, def, names))
	}
	for _, st := range e.Stages {
		stage := stageView(e, st, c, s.nowOf(l))
		view.Stages = append(view.Stages, stage)
		view.Provisional = view.Provisional || stage.Provisional
	}
	addResults(&view, e)
	if view.FollowUps, err = s.followUps(ctx, l, e.ID); err != nil {
		return Evaluation{}, err
	}
	addRectification(&view, e, s.nowOf(l))
	if e.ReceiverID != e.UnitID {
		view.FilingChannel = EvaluationFilingChannel(s.receivers.Channel(e.ReceiverID))
	}
	return view, nil
}

// addResults adds what came of it so far.
func addResults(view *Evaluation, e *evaluation.Evaluation) {
	if d := e.Dossier; d != nil {
		view.DossierDigest, view.SealedAt = d.Digest, local(d.SealedAt)
		view.DeclaredTotal, view.DeclaredGrade = d.DeclaredTotal, d.DeclaredGrade
	}
	if f := e.Filing; f != nil {
		view.Filing = Filing{
			Digest: f.Digest, ReceiverID: f.ReceiverID, FiledAt: local(f.FiledAt), ReceiptNo: f.ReceiptNo, ReceivedAt: local(f.ReceivedAt),
			Version: f.Version, Supersedes: f.Supersedes, Signed: f.Receipt != "", ReturnedAt: local(f.ReturnedAt), Reasons: f.Reasons,
		}
	}
	if p := e.Publication; p != nil {
		view.Publication = Publication{Digest: p.Digest, PublishedAt: local(p.PublishedAt), URL: "/public/evaluations/" + string(e.ID)}
	}
}

func dayOf(e *evaluation.Evaluation) time.Duration {
	if e.Timescale.IsRealTime() {
		return realDay
	}
	return e.Timescale.Day
}

func itemView(it evaluation.Item, names evaluation.Names) Item {
	return Item{
		ID: string(it.ID), Kind: ItemKind(it.Kind), Title: it.Title, DepartmentID: it.DepartmentID,
		DepartmentName: names.Department(it.DepartmentID), AmountYuan: it.Amount.String(),
	}
}

func memberView(m evaluation.Member, def *evaluation.Definition, names evaluation.Names) GroupMember {
	p := names.Person(m.Person)
	return GroupMember{
		PersonID: string(m.Person), Name: p.Name, Post: p.Post, Role: string(m.Role),
		RoleTitle: roleTitle(def, m.Role), Since: local(m.Since),
	}
}

// roleTitle takes the definition's title of a role before the policy's.
func roleTitle(def *evaluation.Definition, id evaluation.RoleID) string {
	if r, ok := def.Role(id); ok && r.Title != "" {
		return r.Title
	}
	return policy.RoleTitle(id)
}

// stageView tells a stage; late is one that was settled after its deadline or
// is still open behind it.
func stageView(e *evaluation.Evaluation, st evaluation.Stage, c calendar.Calendar, now time.Time) Stage {
	end := st.SettledAt
	if st.State == evaluation.StageActive {
		end = now
	}
	return Stage{
		ID: string(st.ID), Title: st.Title, State: StageState(st.State), After: texts(st.After),
		OpensOn: st.OpensOn, DueOn: st.DueOn, OpensAt: local(st.OpensAt), DueAt: local(st.DueAt),
		OpenedAt: local(st.OpenedAt), SettledAt: local(st.SettledAt), Late: e.Overran(st, end),
		Provisional: stageProvisional(e, st, c),
	}
}
