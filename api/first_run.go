package api

import (
	"context"
	"slices"

	"jiheng/internal/administration"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/policy"
)

// GetFirstRun tells administrators what a new installation still needs.
func (s *server) GetFirstRun(c context.Context, _ GetFirstRunRequestObject) (GetFirstRunResponseObject, error) {
	ctx, x := enter(c)
	actor, err := s.actor(ctx, x)
	if err != nil {
		return nil, err
	}
	if _, err := s.policy.AuthorizeUnit(actor, string(x.session.Person.UnitID), policy.ObjectGrant, policy.Read); err != nil {
		return nil, err
	}
	b, err := s.store.Beginnings(ctx)
	if err != nil {
		return nil, err
	}
	year := calendar.DateOf(s.now()).Year
	return GetFirstRun200JSONResponse(firstRunView(b, year)), nil
}

// working are the roles without which no evaluation gets to its end.
func working() []evaluation.RoleID {
	return []evaluation.RoleID{"unit_head", "unit_office", "finance_office", "section"}
}

func firstRunView(b administration.Beginnings, year int) FirstRun {
	offices := b.Lacking(policy.SysAdmin, policy.SecurityAdmin, policy.AuditAdmin)
	roles := b.Lacking(working()...)
	point := func(id FirstRunPointID, done bool, count int, missing ...evaluation.RoleID) FirstRunPoint {
		p := FirstRunPoint{ID: id, Done: done, Count: count, Missing: []string{}}
		for _, r := range missing {
			p.Missing = append(p.Missing, policy.RoleTitle(r))
		}
		return p
	}
	return FirstRun{
		Lead: len(roles) > 0 && b.Evaluations == 0, Done: b.Evaluations > 0,
		Points: []FirstRunPoint{
			point(FirstRunPointIDAdministrators, len(offices) == 0, 3-len(offices), offices...),
			point(FirstRunPointIDDepartments, b.Departments > 0, b.Departments),
			point(FirstRunPointIDPeople, b.People > 0, b.People),
			point(FirstRunPointIDRoles, len(roles) == 0, len(working())-len(roles), roles...),
			point(FirstRunPointIDCalendar, slices.Contains(b.Years, year), year),
			// Definitions are shipped; that one was chosen shows only when it is used.
			point(FirstRunPointIDProcess, b.Evaluations > 0, b.Processes),
			point(FirstRunPointIDStart, b.Evaluations > 0, b.Evaluations),
		},
	}
}
