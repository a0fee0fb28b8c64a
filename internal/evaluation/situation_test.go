package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

func TestHolds(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("inspection")
	c.As(evaluationtest.HotlineClerk()).On("inspection", "online-hall", "supply").Claims().Supplies().Completes(evaluation.Submission{})
	submit := c.Evaluation.Task("e-2019:self_check:online-hall:submit:1")
	review := c.Evaluation.Task("e-2019:self_check:online-hall:review:1")
	inspect := c.Live("inspection", "online-hall", "inspect")
	elsewhere := evaluationtest.HotlineClerk()
	elsewhere.Grants = []evaluation.Grant{{Role: "section", UnitID: evaluationtest.OtherUnit, DepartmentID: "hotline"}}
	unitWide := evaluationtest.HotlineClerk()
	unitWide.Grants = []evaluation.Grant{{Role: "section", UnitID: evaluationtest.Unit}}
	claimsToChair := evaluationtest.OfficeClerk()
	claimsToChair.Grants = append(claimsToChair.Grants, evaluation.Grant{Role: "chair", UnitID: evaluationtest.Unit})
	for name, row := range map[string]struct {
		by   evaluation.Actor
		task *evaluation.Task
		want evaluation.RoleID
	}{
		"a section's clerk, its own item":           {evaluationtest.HotlineClerk(), submit, "section"},
		"another section's clerk":                   {evaluationtest.CoordinationClerk(), submit, ""},
		"a grant in another unit":                   {elsewhere, submit, ""},
		"a grant that names no department":          {unitWide, submit, ""},
		"finance, any item":                         {evaluationtest.FinanceOfficer(), review, "finance_office"},
		"a section's clerk at finance":              {evaluationtest.HotlineClerk(), review, ""},
		"the chair by appointment":                  {evaluationtest.Director(), inspect, "chair"},
		"a member by appointment":                   {evaluationtest.HotlineHead(), inspect, "member"},
		"a grant does not make a member":            {claimsToChair, inspect, ""},
		"a stranger with every role somewhere":      {evaluationtest.Stranger(), review, ""},
		"the receiver's clerk, the unit's task":     {evaluationtest.BureauClerk(), review, ""},
		"the system holds no role of people":        {evaluation.System(), review, ""},
		"a later role when the first is unknown":    {evaluationtest.FinanceOfficer(), &evaluation.Task{Roles: []evaluation.RoleID{"gone", "finance_office"}, UnitID: evaluationtest.Unit}, "finance_office"},
		"nobody holds the role of the system":       {evaluationtest.Director(), &evaluation.Task{Roles: []evaluation.RoleID{evaluation.SystemRole}, UnitID: evaluationtest.Unit}, ""},
		"the receiver's clerk, the receiver's task": {evaluationtest.BureauClerk(), &evaluation.Task{Roles: []evaluation.RoleID{"bureau"}, UnitID: evaluationtest.Receiver}, "bureau"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			role, holds := c.Situation(row.by).Holds(row.task)
			require.Equal(t, row.want, role)
			require.Equal(t, row.want != "", holds)
		})
	}
}

func TestRelation(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Claims()
	task := c.Live("self_check", "online-hall", "submit")
	moved := evaluationtest.HotlineClerk()
	moved.Grants = nil
	appointed := evaluationtest.Director()
	appointed.Grants = nil
	for name, row := range map[string]struct {
		by   evaluation.Actor
		want evaluation.Relation
	}{
		"has it":                         {evaluationtest.HotlineClerk(), evaluation.RelationAssignee},
		"could have it":                  {evaluationtest.HotlineHead(), evaluation.RelationCandidate},
		"of the unit":                    {evaluationtest.CoordinationClerk(), evaluation.RelationUnit},
		"of the group, without any role": {appointed, evaluation.RelationUnit},
		"has it but lost the role":       {moved, evaluation.RelationNone},
		"the receiver before the filing": {evaluationtest.BureauClerk(), evaluation.RelationNone},
		"a stranger":                     {evaluationtest.Stranger(), evaluation.RelationNone},
	} {
		require.Equal(t, row.want, c.Situation(row.by).Relation(task), name)
	}
	c.Evaluation.Filing = &evaluation.Filing{}
	require.Equal(t, evaluation.RelationReceiver, c.Situation(evaluationtest.BureauClerk()).Relation(task))
	require.Equal(t, evaluation.RelationNone, c.Situation(evaluationtest.Stranger()).RelationToEvaluation())
}

func TestSeparationOfDuties(t *testing.T) {
	t.Parallel()
	c, _, review := atReview(t)
	const doer = "duty:not-doer-of:self_check.submit"
	standIn := evaluationtest.FinanceOfficer()
	standIn.OnBehalfOf = "hotline-clerk"
	require.Equal(t, doer, c.Situation(evaluationtest.HotlineClerk()).Excluded(review), "who did it")
	require.Equal(t, doer, c.Situation(standIn).Excluded(review), "who stands in for who did it")
	require.Empty(t, c.Situation(evaluationtest.FinanceOfficer()).Excluded(review))
	require.Empty(t, c.Situation(evaluationtest.HotlineClerk()).Excluded(c.Live("self_check", "terminals", "submit")), "of another item")

	// What a substitute did counts as done by both.
	done := c.Evaluation.Task("e-2019:self_check:online-hall:submit:1")
	done.OnBehalfOf = "hotline-head"
	require.Equal(t, doer, c.Situation(evaluationtest.HotlineHead()).Excluded(review))
	require.Empty(t, c.Situation(evaluation.Actor{}).Excluded(review))
}

func TestADepartmentDoesNotInspectItself(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("inspection")
	inspect := func(item evaluation.ItemID) *evaluation.Task {
		return &evaluation.Task{Stage: "inspection", Item: item, Step: "inspect"}
	}
	const own = "duty:not-department-of-item"
	colleague := evaluation.Actor{Person: "hotline-colleague", DepartmentID: "hotline"}
	require.Equal(t, own, c.Situation(colleague).Excluded(inspect("online-hall")))
	require.Empty(t, c.Situation(colleague).Excluded(inspect("terminals")))
	require.Empty(t, c.Situation(evaluationtest.Director()).Excluded(inspect("online-hall")))

	c.Evaluation.Item("online-hall").DepartmentID = ""
	freelance := evaluation.Actor{Person: "expert"}
	require.Empty(t, c.Situation(freelance).Excluded(inspect("online-hall")), "no department is no common department")
	require.Empty(t, c.Situation(freelance).Excluded(&evaluation.Task{Stage: "gone", Step: "gone"}))
}

func TestLookingUp(t *testing.T) {
	t.Parallel()
	def := evaluationtest.Overall()
	_, found := def.Stage("gone")
	require.False(t, found)
	_, found = def.Step("gone", "submit")
	require.False(t, found)
	_, found = def.Step("self_check", "gone")
	require.False(t, found)
	_, found = evaluation.TransitionOf("gone")
	require.False(t, found)
	e := evaluationtest.New(t).Running().Evaluation
	require.Nil(t, e.Item(evaluation.WholeItem))
	require.Nil(t, e.Stage("gone"))
	require.Nil(t, e.Task("gone"))
	bureau, found := def.Role("bureau")
	require.True(t, found)
	require.Equal(t, evaluationtest.Receiver, e.UnitOf(bureau))
}
