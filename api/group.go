package api

import (
	"context"
	"fmt"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

// GetGroup shows the leading group as it is and as it was (领导小组).
func (s *server) GetGroup(c context.Context, r GetGroupRequestObject) (GetGroupResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectEvaluation, policy.Read)
	if err != nil {
		return nil, err
	}
	e := situation.Evaluation
	names, err := s.store.Names(ctx, e)
	if err != nil {
		return nil, err
	}
	view := Group{Members: []MemberTerm{}, Former: []MemberTerm{}}
	for _, m := range e.Members {
		term := MemberTerm{
			Person: string(m.Person), Name: calledIn(names, m.Person), Role: string(m.Role),
			RoleTitle: roleTitle(situation.Definition, m.Role), Since: local(m.Since), Until: local(m.Until),
		}
		if m.Until.IsZero() {
			view.Members = append(view.Members, term)
		} else {
			view.Former = append(view.Former, term)
		}
	}
	if g := e.Group; g != nil {
		view.Number, view.Date, view.Basis, view.Until = g.Number, g.Date, g.Basis, g.Until
		view.Tasks, view.Office = g.Tasks, g.Office
		view.FormedAt, view.Changes = local(g.FormedAt), g.Changes
	}
	if rule := situation.Definition.Group; rule != nil {
		view.Quorum = groupQuorumView(rule.Quorum)
	}
	if change := e.GroupChange; change != nil {
		view.Change = changeView(change, names)
	}
	return GetGroup200JSONResponse{GroupJSONResponse(view)}, nil
}

func groupQuorumView(q evaluation.Share) GroupQuorum {
	return GroupQuorum{Share: fmt.Sprintf("%d/%d", q.Numerator, q.Denominator), MoreThan: q.MoreThan, Text: groupQuorumWords(q)}
}

func changeView(c *evaluation.GroupChange, names evaluation.Names) GroupChange {
	return GroupChange{
		By: string(c.By), ByName: calledIn(names, c.By), At: local(c.At), Reason: c.Reason,
		Join: appointmentsView(c.Join), Leave: appointmentsView(c.Leave),
	}
}

func appointmentsView(list []evaluation.Appointment) []Appointment {
	out := []Appointment{}
	for _, a := range list {
		out = append(out, Appointment{Person: string(a.Person), Role: string(a.Role)})
	}
	return out
}

// ProposeGroupChange asks for a change of the group (申请变更成员).
func (s *server) ProposeGroupChange(c context.Context, r ProposeGroupChangeRequestObject) (ProposeGroupChangeResponseObject, error) {
	cmd := evaluation.Command{
		Action: evaluation.ProposeChange, Reason: r.Body.Reason, Join: appointments(r.Body.Join), Leave: appointments(r.Body.Leave),
	}
	done, err := s.actWhole(c, r.EvaluationID, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return ProposeGroupChange200JSONResponse{done}, err
}

// ApproveGroupChange carries it out (同意变更成员).
func (s *server) ApproveGroupChange(c context.Context, r ApproveGroupChangeRequestObject) (ApproveGroupChangeResponseObject, error) {
	cmd := evaluation.Command{Action: evaluation.ApproveChange, Opinion: r.Body.Opinion}
	done, err := s.actWhole(c, r.EvaluationID, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return ApproveGroupChange200JSONResponse{done}, err
}

// RefuseGroupChange does not (不同意变更成员).
func (s *server) RefuseGroupChange(c context.Context, r RefuseGroupChangeRequestObject) (RefuseGroupChangeResponseObject, error) {
	cmd := evaluation.Command{Action: evaluation.RefuseChange, Reason: r.Body.Reason}
	done, err := s.actWhole(c, r.EvaluationID, terms{r.Params.IdempotencyKey, r.Params.IfMatch, true}, cmd)
	return RefuseGroupChange200JSONResponse{done}, err
}

func appointments(list []Appointment) []evaluation.Appointment {
	var out []evaluation.Appointment
	for _, a := range list {
		out = append(out, evaluation.Appointment{Person: evaluation.PersonID(a.Person), Role: evaluation.RoleID(a.Role)})
	}
	return out
}
