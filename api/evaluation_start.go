package api

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// StartEvaluation starts an evaluation of the caller's unit.
func (s *server) StartEvaluation(c context.Context, r StartEvaluationRequestObject) (StartEvaluationResponseObject, error) {
	ctx, x := enter(c)
	start, err := s.startOf(x, r.Body)
	if err != nil {
		return nil, err
	}
	_, departments, err := s.store.People(ctx, start.UnitID)
	if err != nil {
		return nil, err
	}
	opening := evaluation.Opening{Process: r.Body.Process, UnitID: start.UnitID, ReceiverID: start.ReceiverID}
	if opening.ReceiverID == "" {
		opening.ReceiverID = opening.UnitID // whether one is needed is the definition's to say
	}
	result, err := s.store.Start(ctx, x.command(r.Params.IdempotencyKey), opening, func(now *evaluation.Situation) (evaluation.Outcome, error) {
		return s.decideStart(now, start, departments)
	})
	s.metrics.acted("start", err)
	if err != nil {
		return nil, inContract(err)
	}
	def, err := s.store.Definition(ctx, result.Evaluation.Process)
	if err != nil {
		return nil, err
	}
	in, err := s.store.CalendarInForce(ctx)
	if err != nil {
		return nil, err
	}
	view, err := s.evaluationView(ctx, &lens{}, result.Evaluation, def, in.Calendar)
	return StartEvaluation201JSONResponse{
		Body: view, Headers: StartEvaluation201ResponseHeaders{Location: "/api/v1/evaluations/" + view.ID},
	}, err
}

func (s *server) decideStart(now *evaluation.Situation, start evaluation.Start, departments []evaluation.DepartmentName) (evaluation.Outcome, error) {
	d, err := s.policy.AuthorizeStart(now.Actor, start.UnitID)
	if err != nil {
		return evaluation.Outcome{}, err
	}
	if !start.Timescale.IsRealTime() {
		start.Timescale.StartedAt = now.Now // a rehearsal begins with its first entry
	}
	events, err := evaluation.Begin(now, start)
	if err != nil {
		return evaluation.Outcome{}, err
	}
	if wrong := unknownDepartments(start.Items, departments); len(wrong) > 0 {
		return evaluation.Outcome{}, fault.New(fault.Invalid, "start_invalid", "%d departments are not the unit's", len(wrong)).WithFields(wrong...)
	}
	return evaluation.Outcome{Events: events, Rule: d.Rule, PolicyVersion: d.Version}, nil
}

// startOf reads what was asked. Faults: invalid rehearsal_not_allowed,
// start_invalid.
func (s *server) startOf(x *exchange, in *StartEvaluation) (evaluation.Start, error) {
	out := evaluation.Start{
		UnitID: string(x.session.Person.UnitID), ReceiverID: in.ReceiverID, Title: in.Title, Year: in.Year,
		StartOn: in.StartOn, Timescale: calendar.RealTime(),
	}
	day := time.Duration(in.DayMilliseconds) * time.Millisecond
	if day > 0 && day < realDay {
		if !s.allowRehearsal {
			return out, fault.New(fault.Invalid, reasonNoRehearsal, "a day of %s", day).
				WithFields(fault.Field{Name: "day_milliseconds", Reason: reasonNoRehearsal})
		}
		out.Timescale = calendar.Timescale{Origin: in.StartOn, Day: day}
	}
	var err error
	for _, p := range in.Parameters {
		v := evaluation.ParameterValue{Name: p.Name}
		if v.Value, err = decimal.NewFromString(p.Value); err != nil {
			return out, fault.Wrap(err, fault.Invalid, "start_invalid", "parameter %s", p.Name)
		}
		out.Parameters = append(out.Parameters, v)
	}
	for _, it := range in.Items {
		v := evaluation.Item{ID: evaluation.ItemID(it.ID), Kind: evaluation.ItemKind(it.Kind), Title: it.Title, DepartmentID: it.DepartmentID}
		if v.Amount, err = decimal.NewFromString(it.AmountYuan); err != nil {
			return out, fault.Wrap(err, fault.Invalid, "start_invalid", "amount of %s", it.ID)
		}
		out.Items = append(out.Items, v)
	}
	return out, nil
}

// realDay is how long a day lasts that is no rehearsal's.
const realDay = 24 * time.Hour

func unknownDepartments(items []evaluation.Item, known []evaluation.DepartmentName) []fault.Field {
	var wrong []fault.Field
	for i, it := range items {
		there := slices.ContainsFunc(known, func(d evaluation.DepartmentName) bool { return d.ID == it.DepartmentID })
		if !there {
			wrong = append(wrong, fault.Field{
				Name: "items." + strconv.Itoa(i) + ".department_id", Reason: "department_unknown", Params: map[string]string{"id": string(it.ID)},
			})
		}
	}
	return wrong
}

// inContract gives the fields of the core the names that they have in the
// contract.
func inContract(err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err
	}
	for i := range f.Fields {
		switch f.Fields[i].Name {
		case "items.amount":
			f.Fields[i].Name = "items.amount_yuan"
		case "timescale":
			f.Fields[i].Name = "day_milliseconds"
		case "unit_id": // whoever asks has a unit; it is the other that is not there
			f.Fields[i].Name = "receiver_id"
		}
	}
	return err
}
