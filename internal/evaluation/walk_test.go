package evaluation_test

import (
	"slices"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// walk is a random life of an evaluation: people act in turn and out of turn,
// time passes, the timeline moves, twice and late.
type walk struct {
	t *rapid.T
	c *evaluationtest.Case
	w *watcher
	// stage and item are what was acted on last.
	stage evaluation.StageID
	item  evaluation.ItemID
}

func newWalk(t *rapid.T) *walk {
	c := evaluationtest.New(t)
	c.Definition, c.Start = drawDefinition(t), drawStart(t)
	c.People = append(c.People, standIns()...)
	w := newWatcher(t, c)
	c.Watch = w.check
	c.Running()
	if rapid.IntRange(0, 4).Draw(t, "from the first day") > 0 {
		// What follows the group's forming is reached too seldom by chance.
		c.Opened(rapid.SampledFrom(c.Evaluation.Stages).Draw(t, "go on to").ID)
	}
	return &walk{t: t, c: c, w: w}
}

// substitute stands in for the head of the hotline's department, and has no
// role himself.
func substitute() evaluation.Actor {
	a := evaluationtest.HotlineHead()
	a.Person, a.OnBehalfOf = "hotline-deputy", a.Person
	return a
}

// standIn is somebody who acts for somebody else and has roles of his own.
func standIn(who, absent evaluation.Actor) evaluation.Actor {
	absent.Person, absent.OnBehalfOf = who.Person, absent.Person
	absent.Own = evaluation.Own{DepartmentID: who.DepartmentID, Grants: who.Grants}
	return absent
}

// standIns are all who act for somebody else in a walk.
func standIns() []evaluation.Actor {
	return []evaluation.Actor{
		substitute(),
		standIn(evaluationtest.OfficeHead(), evaluationtest.Director()),
		standIn(evaluationtest.CoordinationClerk(), evaluationtest.CoordinationHead()),
		standIn(evaluationtest.HotlineHead(), evaluationtest.SupervisionHead()),
	}
}

// steps takes a number of random steps.
func (k *walk) steps(n int) {
	for range n {
		k.step()
	}
}

func (k *walk) step() {
	switch rapid.IntRange(0, 19).Draw(k.t, "step") {
	case 0, 1:
		k.wait()
	case 2, 3:
		k.oneMove()
	case 4:
		k.strayMove()
	case 5, 6:
		k.c.Turn()
		k.w.atRest()
	case 7, 8:
		k.actOnTheWhole()
	default:
		k.act()
	}
}

// wait lets time pass without the timeline noticing: workers may be down.
func (k *walk) wait() {
	_, wake := evaluation.Next(evaluation.FactsOf(k.c.Evaluation), k.c.Now)
	if wake.After(k.c.Now) && rapid.Bool().Draw(k.t, "until the next instant") {
		k.c.Now = wake
		return
	}
	scale := k.c.Evaluation.Timescale
	hours := time.Duration(rapid.IntRange(1, 60).Draw(k.t, "hours")) * time.Hour
	k.c.Now = scale.At(scale.Civil(k.c.Now).Add(hours))
}

// oneMove carries out one of the moves that are due, then the same again.
func (k *walk) oneMove() {
	moves, _ := evaluation.Next(evaluation.FactsOf(k.c.Evaluation), k.c.Now)
	if len(moves) == 0 {
		return
	}
	m := rapid.SampledFrom(moves).Draw(k.t, "move")
	seq := k.c.Evaluation.Seq
	k.c.Carry(m)
	require.Greater(k.t, k.c.Evaluation.Seq, seq, "%v was due and did nothing", m)
	again, err := k.c.Decide(m)
	require.NoError(k.t, err)
	again = slices.DeleteFunc(again, func(e evaluation.Event) bool {
		task := k.c.Evaluation.Task(e.Subject().Task) // what a deadline led to can be late itself
		return task != nil && task.OpenedAt.Equal(k.c.Now)
	})
	require.Empty(k.t, again, "%v is harmless when done twice", m)
}

// actOnTheWhole lets somebody try something with the evaluation as a whole, or
// a new calendar come.
func (k *walk) actOnTheWhole() {
	c := k.drawWholeCommand()
	by := rapid.SampledFrom(append(slices.Clone(k.c.People), evaluationtest.Stranger())).Draw(k.t, "actor")
	if c.Action == "" {
		k.replan()
		return
	}
	s := k.c.Facing(by, c)
	before := deepCopy(k.c.Evaluation)
	promised := evaluation.WholeActions(s)
	events, err := evaluation.Apply(s, c)
	require.Equal(k.t, before, k.c.Evaluation, "a decision changes nothing by itself")
	for _, p := range promised {
		if p.Action == c.Action && !p.Allowed {
			require.Equal(k.t, p.Reason, fault.ReasonOf(err))
		}
	}
	if err == nil && s.RelationToEvaluation() != evaluation.RelationUnit {
		err = fault.New(fault.Forbidden, "role_missing", "no role")
	}
	if err != nil {
		k.refuse(s, by, c, err)
		return
	}
	k.c.Record(by, events)
}

// replan lets another calendar come into force.
func (k *walk) replan() {
	if k.c.Calendar.Version == "" {
		k.c.Calendar = calendar.China()
	} else {
		k.c.Calendar = calendar.Calendar{} // by the week alone
	}
	k.c.Record(evaluation.System(), evaluation.Replan(k.c.Situation(evaluation.System())))
	require.Empty(k.t, evaluation.Replan(k.c.Situation(evaluation.System())), "it is planned by this calendar")
}

// strayMove carries out a move that nobody asked for, as a late or doubled
// activity would.
func (k *walk) strayMove() {
	m := evaluation.Move{
		Kind:   rapid.SampledFrom(evaluation.MoveKinds()).Draw(k.t, "kind of move"),
		Stage:  rapid.SampledFrom(k.c.Evaluation.Stages).Draw(k.t, "stage").ID,
		Effect: rapid.SampledFrom(evaluation.Effects()).Draw(k.t, "effect"),
	}
	if rapid.Bool().Draw(k.t, "too early") {
		m.Kind = evaluation.MoveOpen
	}
	if len(k.c.Evaluation.Tasks) > 0 {
		m.Task = rapid.SampledFrom(k.c.Evaluation.Tasks).Draw(k.t, "task").ID
	}
	events, err := k.c.Decide(m)
	if err != nil {
		require.Equal(k.t, "dossier_not_sealed", fault.ReasonOf(err))
		return
	}
	k.c.Record(evaluation.System(), events)
}

// act lets somebody try something: mostly what is asked of them, sometimes
// anything at all.
func (k *walk) act() {
	if len(k.c.Evaluation.Tasks) == 0 {
		return
	}
	task := k.drawTask()
	action := k.drawAction(task)
	by := k.drawActor(task, action)
	command := k.drawCommand(task, action)
	if names(action) {
		command = k.fitting(by, command)
	}
	s := k.c.Facing(by, command)
	before := deepCopy(k.c.Evaluation)
	events, err := evaluation.Apply(s, command)
	require.Equal(k.t, before, k.c.Evaluation, "a decision changes nothing by itself")
	requireSliceDecidesAlike(k.t, s, command, events, err)
	requireKnownFault(k.t, err)
	if task.Effect == evaluation.EffectNone {
		requireSameAnswer(k.t, k.c, by, task, command.Action, err)
	}
	if refusal := mayNot(s, task, command.Action); refusal != nil {
		events, err = nil, refusal
	}
	if err != nil {
		k.refuse(s, by, command, err)
		return
	}
	k.c.Record(by, events)
}

func (k *walk) refuse(s *evaluation.Situation, by evaluation.Actor, command evaluation.Command, refusal error) {
	outcome, err := evaluation.Refuse(s, command, refusal, "test")
	if err != nil {
		require.Equal(k.t, refusal, err)
		return
	}
	require.Equal(k.t, refusal, outcome.Refusal)
	before := deepCopy(*k.c.Evaluation)
	k.c.Record(by, outcome.Events)
	before.Seq++
	require.Equal(k.t, before, *k.c.Evaluation, "a refusal leaves its entry and nothing else")
}

func requireKnownFault(t *rapid.T, err error) {
	if err == nil {
		return
	}
	code := fault.CodeOf(err)
	known := code == fault.Conflict || code == fault.Invalid || code == fault.NotFound
	require.True(t, known, "%v", err)
}

// requireSliceDecidesAlike: a command sees its own item only, and decides the
// same as if it saw everything.
func requireSliceDecidesAlike(t *rapid.T, s *evaluation.Situation, c evaluation.Command, events []evaluation.Event, err error) {
	part := *s
	task := s.Evaluation.Task(c.Task)
	part.Evaluation, part.Partial = evaluationtest.Slice(s.Evaluation, task.Item), true
	partly, partErr := evaluation.Apply(&part, c)
	if evaluation.NeedsWhole(partErr) {
		reopens := slices.ContainsFunc(events, func(e evaluation.Event) bool {
			return e.Type() == evaluation.TypeStageReopened || e.Type() == evaluation.TypeRolledUp
		})
		require.True(t, reopens || err != nil, "nothing else reaches beyond the item")
		partly, partErr = events, err
	}
	require.Equal(t, events, partly)
	require.Equal(t, fault.As(err), fault.As(partErr))

	own := part.Evaluation.Task(c.Task)
	require.Equal(t, s.Excluded(task), part.Excluded(own))
	for _, a := range evaluation.TaskActions() {
		require.Equal(t, s.RelationFor(task, a), part.RelationFor(own, a))
	}
	require.Equal(t, evaluation.Actions(s, c.Task), evaluation.Actions(&part, c.Task))
}
