package store

import (
	"context"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// selectKnown tells of each name of a filter whether anything has it here, or
// had it: entries stay when a row goes. A task or an item counts only within
// the evaluation that is named with it.
const selectKnown = `SELECT
	@evaluation = '' OR EXISTS (SELECT FROM evaluations WHERE id = @evaluation)
		OR EXISTS (SELECT FROM journal WHERE evaluation_id = @evaluation) AS evaluation,
	@actor IN ('', @system) OR EXISTS (SELECT FROM persons WHERE id = @actor) OR EXISTS (SELECT FROM journal WHERE actor_id = @actor) AS actor,
	@principal = '' OR EXISTS (SELECT FROM persons WHERE id = @principal) OR EXISTS (SELECT FROM journal WHERE on_behalf_of = @principal) AS principal,
	@task = '' OR EXISTS (SELECT FROM journal WHERE task_id = @task AND (@evaluation = '' OR evaluation_id = @evaluation)) AS task,
	@item = '' OR EXISTS (SELECT FROM items WHERE id = @item AND (@evaluation = '' OR evaluation_id = @evaluation))
		OR EXISTS (SELECT FROM journal WHERE item_id = @item AND (@evaluation = '' OR evaluation_id = @evaluation)) AS item`

// Known refuses a filter that names what never was here, for finding nothing
// would then be no answer, and one whose period ends before it begins.
//
// Faults: not_found evaluation_not_found, person_not_found, task_not_found,
// item_not_found; invalid period_reversed.
func (s *Store) Known(ctx context.Context, f JournalFilter) error {
	if err := f.check(); err != nil {
		return err
	}
	var is struct{ Evaluation, Actor, Principal, Task, Item bool }
	err := s.db.WithContext(ctx).Raw(selectKnown, map[string]any{
		"evaluation": string(f.Evaluation), "actor": string(f.Actor), "principal": string(f.OnBehalfOf), "task": string(f.Task), "item": f.Item,
		"system": string(evaluation.SystemPerson),
	}).Scan(&is).Error
	if err != nil {
		return err
	}
	for _, one := range []struct {
		known         bool
		reason, value string
	}{
		{is.Evaluation, "evaluation_not_found", string(f.Evaluation)},
		{is.Actor, "person_not_found", string(f.Actor)},
		{is.Principal, "person_not_found", string(f.OnBehalfOf)},
		{is.Task, "task_not_found", string(f.Task)},
		{is.Item, "item_not_found", f.Item},
	} {
		if !one.known {
			return fault.New(fault.NotFound, one.reason, "nothing has or had the name %q", one.value).With("id", one.value)
		}
	}
	return nil
}

// check refuses a period that ends before it begins; the end is not within.
func (f *JournalFilter) check() error {
	if !f.From.IsZero() && !f.To.IsZero() && !f.To.After(f.From) {
		return fault.New(fault.Invalid, "period_reversed", "the period ends before it begins").
			WithFields(fault.Field{Name: "to", Reason: "period_reversed"})
	}
	return nil
}
