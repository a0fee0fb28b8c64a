package evaluation_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// atLeast is a condition on the amount of an item.
type atLeast int64

func (c atLeast) Holds(item evaluation.Item, _ []evaluation.ParameterValue) (bool, error) {
	if c < 0 {
		return false, fault.New(fault.Internal, "condition_failed", "no answer")
	}
	return item.Amount.GreaterThanOrEqual(decimal.NewFromInt(int64(c))), nil
}

func (atLeast) Text() string { return "" }

// asking is a case whose first step of the self-check asks for some papers.
func asking(t *testing.T, kinds ...evaluation.MaterialKind) (*evaluationtest.Case, evaluationtest.Worker) {
	t.Helper()
	c := evaluationtest.New(t).Running().Opened("self_check")
	c.Definition.Stages[1].Steps[0].Materials = kinds
	return c, c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Claims()
}

func report(marks ...evaluation.Mark) evaluation.MaterialKind {
	return evaluation.MaterialKind{ID: "report", Title: "报告", Marks: marks}
}

// lacks gives what keeps the worker's task from being done, kind and reason.
func lacks(w evaluationtest.Worker) []string {
	err := w.Tries(evaluation.Command{Action: evaluation.Complete, Submission: conclusion()})
	var out []string
	for _, f := range fault.As(err).Fields {
		out = append(out, f.Name+" "+f.Reason+" "+f.Params["mark"])
	}
	return out
}

func marked(kind string, marks ...evaluation.Mark) evaluation.Command {
	m := evaluationtest.Paper(kind)
	for _, mark := range marks {
		m.Marks = append(m.Marks, evaluation.MaterialMark{Mark: mark})
	}
	return evaluation.Command{Action: evaluation.Supply, Material: m}
}

func checks(id string, confirmed bool, marks ...evaluation.Mark) evaluation.Command {
	c := evaluation.Command{Action: evaluation.CheckMarks, Material: evaluation.Material{ID: id}}
	for _, m := range marks {
		c.Marks = append(c.Marks, evaluation.MarkCheck{Mark: m, Confirmed: confirmed})
	}
	return c
}

func TestWhatAnItemIsAskedForDependsOnIt(t *testing.T) {
	t.Parallel()
	_, w := asking(t,
		evaluation.MaterialKind{ID: "photographs", Optional: true, Several: true},
		evaluation.MaterialKind{ID: "of_the_large", When: atLeast(1_000_000_000)},
		evaluation.MaterialKind{ID: "of_the_middling", When: atLeast(1)},
		evaluation.MaterialKind{ID: "of_who_knows", When: atLeast(-1)})
	require.Equal(t, []string{"of_the_middling material_missing ", "of_who_knows material_missing "}, lacks(w), "what cannot be answered is asked for")
	requireFault(t, w.Tries(marked("of_the_large")), fault.Invalid, "material_not_asked")
	w.Supplies("of_the_middling", "of_who_knows").Completes(conclusion())
}

func TestSeveralFilesOfAKindHaveVersionsOfTheirOwn(t *testing.T) {
	t.Parallel()
	c, w := asking(t, evaluation.MaterialKind{ID: "vouchers", Several: true})
	w.Supplies("vouchers", "vouchers")
	first := string(w.Task().ID) + ":vouchers:1"
	newer := marked("vouchers")
	newer.Replaces = first
	w.Does(newer)
	list := c.Situation(evaluationtest.HotlineClerk()).Checklist(w.Task())
	require.Len(t, list[0].Papers, 3)
	var current []string
	for _, m := range list[0].Current {
		current = append(current, m.ID)
	}
	task := string(w.Task().ID)
	require.Equal(t, []string{task + ":vouchers:2", task + ":vouchers.1:1"}, current)
	requireFault(t, w.Tries(newer), fault.Conflict, "material_replaced")
	for range evaluation.MaxCopies - 2 {
		w.Supplies("vouchers")
	}
	requireFault(t, w.Tries(marked("vouchers")), fault.Conflict, "too_many_copies")
}

func TestOneOfSeveralPapersCanBeTakenBack(t *testing.T) {
	t.Parallel()
	c, w := asking(t, evaluation.MaterialKind{ID: "vouchers", Several: true}, report())
	w.Supplies("vouchers", "vouchers", "report")
	task := string(w.Task().ID)
	newer := marked("vouchers")
	newer.Replaces = task + ":vouchers.1:1"
	w.Does(newer)
	back := func(id string) evaluation.Command {
		return evaluation.Command{Action: evaluation.TakeBack, Material: evaluation.Material{ID: id}, Reason: "another project's"}
	}
	requireFault(t, w.Tries(back(task+":report:1")), fault.Conflict, "material_single")
	requireFault(t, w.Tries(back(task+":vouchers.1:1")), fault.Invalid, "material_not_current")
	w.Does(back(task + ":vouchers.1:2"))
	requireFault(t, w.Tries(back(task+":vouchers.1:2")), fault.Invalid, "material_not_current")
	current := func() []string {
		var out []string
		for _, m := range c.Situation(evaluationtest.HotlineClerk()).Checklist(w.Task())[0].Current {
			out = append(out, m.ID)
		}
		return out
	}
	require.Equal(t, []string{task + ":vouchers:1"}, current(), "its older version does not count again")
	require.Len(t, evaluation.CurrentMaterials(c.Evaluation), 2)
	w.Supplies("vouchers")
	require.Equal(t, []string{task + ":vouchers:1", task + ":vouchers.2:1"}, current(), "its number is not given again")
	w.Does(back(task + ":vouchers:1")).Does(back(task + ":vouchers.2:1"))
	require.Equal(t, []string{"vouchers material_missing "}, lacks(w))
	w.Supplies("vouchers").Completes(conclusion())
	requireFault(t, w.Tries(back(task+":vouchers.3:1")), fault.Conflict, "task_already_settled")
	gone := 0
	for _, m := range c.Evaluation.Materials {
		if m.TakenBackBy != "" {
			gone++
			require.Equal(t, evaluationtest.HotlineClerk().Person, m.TakenBackBy)
			require.False(t, m.TakenBackAt.IsZero())
		}
	}
	require.Equal(t, 4, gone)
}

func TestACoverIsConfirmedByItsSupplierAndByTheInspector(t *testing.T) {
	t.Parallel()
	c, w := asking(t, report(evaluation.MarkSeal, evaluation.MarkDate))
	requireFault(t, w.Tries(checks("x", true, evaluation.MarkSeal)), fault.Conflict, "marks_not_asked")
	requireFault(t, w.Tries(marked("report", evaluation.MarkHead)), fault.Invalid, "marks_invalid")
	w.Does(marked("report", evaluation.MarkSeal))
	require.Equal(t, []string{"report mark_missing 填报日期"}, lacks(w))
	id := string(w.Task().ID) + ":report:1"
	requireFault(t, w.Tries(checks("another", true, evaluation.MarkDate)), fault.Invalid, "material_not_current")
	requireFault(t, w.Tries(checks(id, true, evaluation.MarkAuthor)), fault.Invalid, "marks_invalid")
	requireFault(t, w.Tries(checks(id, true, evaluation.MarkDate, evaluation.MarkDate)), fault.Invalid, "marks_invalid")
	requireFault(t, w.Tries(checks(id, true)), fault.Invalid, "marks_invalid")
	w.Does(checks(id, true, evaluation.MarkDate)).Does(checks(id, false, evaluation.MarkSeal))
	require.Equal(t, []string{"report mark_missing 单位公章"}, lacks(w), "a word can be taken back")
	w.Does(checks(id, true, evaluation.MarkSeal)).Completes(conclusion())

	r := c.As(evaluationtest.FinanceOfficer()).On("self_check", "online-hall", "review").Claims()
	approve := evaluation.Command{Action: evaluation.Approve}
	requireFault(t, r.Tries(approve), fault.Invalid, "marks_unchecked")
	requireFault(t, r.Tries(checks(id, false, evaluation.MarkSeal)), fault.Invalid, "reason_required")
	rejection := checks(id, false, evaluation.MarkSeal)
	rejection.Text = "盖的是科室的章"
	r.Does(checks(id, true, evaluation.MarkDate)).Does(rejection)
	err := r.Tries(approve)
	require.Equal(t, "mark_rejected", fault.As(err).Fields[0].Reason)
	r.Returns("公章不符")

	again := c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit")
	require.Equal(t, []string{"report mark_rejected 单位公章"}, lacks(again), "what was rejected is supplied anew")
	again.Does(marked("report", evaluation.MarkSeal, evaluation.MarkDate)).Completes(conclusion())
	second := string(again.Task().ID) + ":report:2"
	r = c.As(evaluationtest.FinanceOfficer()).On("self_check", "online-hall", "review").Claims()
	require.Len(t, c.Situation(evaluationtest.FinanceOfficer()).Inspected(r.Task())[0].Missing, 2, "a new version is looked at anew")
	r.Does(checks(second, true, evaluation.MarkSeal, evaluation.MarkDate)).Approves()
	mark := c.Evaluation.Materials[1].Mark(evaluation.MarkSeal)
	require.Equal(t, evaluation.VerdictConfirmed, mark.Verdict)
	require.Equal(t, evaluation.PersonID("hotline-clerk"), mark.DeclaredBy)
	require.Equal(t, evaluationtest.FinanceOfficer().Person, mark.CheckedBy)
}

func TestAFileCountsOnceItIsKnownToBeClean(t *testing.T) {
	t.Parallel()
	c, w := asking(t, report(), evaluation.MaterialKind{ID: "vouchers", Several: true})
	w.Supplies("report", "vouchers", "vouchers")
	s := c.Situation(evaluationtest.HotlineClerk())
	s.Unscanned = []string{evaluationtest.Paper("report").SHA256}
	_, err := evaluation.Apply(s, evaluation.Command{Action: evaluation.Complete, Task: w.Task().ID, Submission: conclusion()})
	require.Equal(t, "material_unscanned", fault.As(err).Fields[0].Reason)

	infected := func(id string) evaluation.Event {
		return evaluation.MaterialQuarantined{TaskRef: w.Task().Ref(), Material: id, SHA256: evaluationtest.Paper("report").SHA256, Signature: "Eicar"}
	}
	c.Record(evaluation.System(), []evaluation.Event{infected(string(w.Task().ID) + ":report:1")})
	c.Record(evaluation.System(), []evaluation.Event{infected(string(w.Task().ID) + ":vouchers.1:1")})
	require.Equal(t, []string{"report material_quarantined "}, lacks(w), "of several the clean ones count")
	w.Supplies("report").Completes(conclusion())
}
