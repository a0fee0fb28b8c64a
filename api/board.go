package api

import (
	"bytes"
	"context"
	"slices"

	"jiheng/internal/board"
	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/policy"
)

// BoardStore counts how evaluations stand.
type BoardStore interface {
	Board(ctx context.Context, q board.Question) (board.Board, error)
}

// GetBoard shows how the evaluations stand that whoever asks has to do with.
func (s *server) GetBoard(c context.Context, r GetBoardRequestObject) (GetBoardResponseObject, error) {
	b, whole, err := s.board(c, r.Params.Year, r.Params.Process, r.Params.Evaluation)
	if err != nil {
		return nil, err
	}
	return GetBoard200JSONResponse(boardView(b, whole)), nil
}

// ExportBoard gives the same as a file.
func (s *server) ExportBoard(c context.Context, r ExportBoardRequestObject) (ExportBoardResponseObject, error) {
	b, _, err := s.board(c, r.Params.Year, r.Params.Process, r.Params.Evaluation)
	if err != nil {
		return nil, err
	}
	sheets := b.Sheets(policy.RoleTitle)
	name := fileTitle(boardTitle(), r.File)
	if r.File == "board.csv" {
		body, err := commaSeparated(append([][]string{sheets[0].Captions}, sheets[0].Rows...))
		return s.printed(c, body, name), err
	}
	var lists []document.List
	for _, sheet := range sheets {
		lists = append(lists, document.List(sheet))
	}
	var content bytes.Buffer
	if err := document.WriteLists(&content, lists); err != nil {
		return nil, err
	}
	return s.printed(c, content.Bytes(), name), nil
}

// board asks for a board within what the actor may see. Whole is false where
// that is only his own.
func (s *server) board(c context.Context, year int, process, evaluationID string) (b board.Board, whole bool, err error) {
	ctx, x := enter(c)
	actor, err := s.actor(ctx, x)
	if err != nil {
		return b, false, err
	}
	q := board.Question{Scope: s.boardScope(actor), Year: year, Process: process, Evaluation: evaluation.ID(evaluationID), Now: s.now()}
	b, err = s.store.Board(ctx, q)
	whole = len(q.Units)+len(q.Receivers) > 0 || slices.ContainsFunc(b.Rows, func(r board.Row) bool { return r.Whole })
	return b, whole, err
}

// boardScope asks policy, grant by grant, what the actor sees whole; of the
// units whose evaluations he may read besides, it is his own and that of his
// departments.
func (s *server) boardScope(a evaluation.Actor) board.Scope {
	scope := board.Scope{Person: a.Principal()}
	could := func(o policy.Object, e evaluation.Evaluation) bool {
		d, err := s.policy.AuthorizeObject(&evaluation.Situation{Evaluation: &e, Definition: &evaluation.Definition{}, Actor: a}, o, policy.Read, "")
		return err == nil && d.Allowed
	}
	for _, g := range a.Grants {
		inUnit := evaluation.Evaluation{ID: "any", UnitID: g.UnitID}
		switch {
		case could(policy.ObjectBoard, inUnit):
			scope.Units = append(scope.Units, g.UnitID)
		case could(policy.ObjectEvaluation, inUnit):
			scope.Own = append(scope.Own, board.Department{Unit: g.UnitID, ID: g.DepartmentID})
		}
		if could(policy.ObjectBoard, evaluation.Evaluation{ID: "any", ReceiverID: g.UnitID, Filing: &evaluation.Filing{}}) {
			scope.Receivers = append(scope.Receivers, g.UnitID)
		}
		if _, err := s.policy.AuthorizeUnit(a, g.UnitID, policy.ObjectBoard, policy.Oversee); err == nil {
			scope.Overseen = append(scope.Overseen, g.UnitID)
		}
	}
	for _, role := range s.policy.RolesFor(policy.ObjectBoard, policy.Read) {
		if slices.Contains(policy.AppointedRoles(), role) {
			scope.Roles = append(scope.Roles, role)
		}
	}
	return scope
}
