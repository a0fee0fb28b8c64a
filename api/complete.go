package api

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"jiheng/internal/declaration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/identity"
)

// CompleteTask hands in what was asked (办理).
func (s *server) CompleteTask(c context.Context, r CompleteTaskRequestObject) (CompleteTaskResponseObject, error) {
	cmd := command(evaluation.Complete, r.TaskID)
	cmd.Opinion, cmd.Submission, cmd.Attests = r.Body.Opinion, submissionOf(r.Body.Submission), r.Body.Attests
	check, err := s.checkSubmission(c, &cmd.Submission)
	if err != nil {
		return nil, err
	}
	checked := func(now *evaluation.Situation) error {
		if err := check(now); err != nil {
			return err
		}
		return checkSheet(now, cmd)
	}
	done, err := s.actChecked(c, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd, checked)
	return CompleteTask200JSONResponse{done}, err
}

func submissionOf(in Submission) evaluation.Submission {
	out := evaluation.Submission{Sheet: in.Sheet, Members: appointments(in.Members), Clearance: clearingOf(in.Clearance)}
	for _, f := range in.Fields {
		out.Fields = append(out.Fields, evaluation.FieldValue{Name: f.Name, Value: f.Value})
	}
	return out
}

// checkSubmission prepares what the core does not look at: whether those who
// are appointed exist in the evaluated unit, and whether a sheet computes. A
// sheet is put into canonical form, so that equal sheets are equal bytes.
//
// The check itself runs once policy has let the caller pass.
func (s *server) checkSubmission(c context.Context, sub *evaluation.Submission) (func(*evaluation.Situation) error, error) {
	ctx, x := enter(c)
	var wrong error
	if len(sub.Sheet) > 0 {
		sub.Sheet, wrong = canonicalSheet(sub.Sheet)
	}
	var people []identity.Person
	unit := string(x.session.Person.UnitID)
	if len(sub.Members) > 0 {
		var err error
		if people, _, err = s.store.People(ctx, unit); err != nil {
			return nil, err
		}
	}
	return func(now *evaluation.Situation) error {
		if strangers := strangersIn(sub.Members, people, now.Evaluation.UnitID == unit); len(strangers) > 0 {
			return fault.New(fault.Invalid, "members_invalid", "%d persons are not of the unit", len(strangers)).WithFields(strangers...)
		}
		return wrong
	}, nil
}

// canonicalSheet gives the one form of a sheet, or the sheet as it is and why
// it is none.
func canonicalSheet(sheet json.RawMessage) (json.RawMessage, error) {
	if _, err := declaration.Parse(sheet); err != nil {
		return sheet, withinSheet(err)
	}
	canonical, err := declaration.Canonical(sheet)
	if err != nil {
		return sheet, err
	}
	return canonical, nil
}

// withinSheet says of every mistake that it is in the sheet.
func withinSheet(err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err
	}
	for i, field := range f.Fields {
		if field.Name != "sheet" {
			f.Fields[i].Name = below("sheet", field.Name)
		}
	}
	return err
}

// strangersIn names the members who are not among the unit's people. Only the
// evaluated unit appoints.
func strangersIn(members []evaluation.Appointment, people []identity.Person, ofUnit bool) []fault.Field {
	var wrong []fault.Field
	for i, m := range members {
		known := ofUnit && slices.ContainsFunc(people, func(p identity.Person) bool { return string(p.ID) == string(m.Person) })
		if !known {
			wrong = append(wrong, fault.Field{
				Name: "members." + strconv.Itoa(i) + ".person", Reason: "person_unknown", Params: map[string]string{"person": string(m.Person)},
			})
		}
	}
	return wrong
}
