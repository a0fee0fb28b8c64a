package evaluation_test

import (
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

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
}

func newWalk(t *rapid.T) *walk {
	c := evaluationtest.New(t)
	c.Definition, c.Start = drawDefinition(t), drawStart(t)
	c.People = append(c.People, substitute())
	w := newWatcher(t, c)
	c.Watch = w.check
	c.Running()
	if rapid.IntRange(0, 4).Draw(t, "from the first day") > 0 {
		// What follows the group's forming is reached too seldom by chance.
		c.Opened(rapid.SampledFrom(c.Evaluation.Stages).Draw(t, "go on to").ID)
	}
	return &walk{t, c, w}
}

// substitute stands in for the head of the hotline's department.
func substitute() evaluation.Actor {
	a := evaluationtest.HotlineHead()
	a.Person, a.OnBehalfOf = "hotline-deputy", a.Person
	return a
}

// steps takes a number of random steps.
func (k *walk) steps(n int) {
	for range n {
		k.step()
	}
}

func (k *walk) step() {
	switch rapid.IntRange(0, 9).Draw(k.t, "step") {
	case 0:
		k.wait()
	case 1:
		k.oneMove()
	case 2:
		k.strayMove()
	case 3:
		k.c.Turn()
		k.w.atRest()
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
	require.Empty(k.t, again, "%v is harmless when done twice", m)
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
	by := k.drawActor(task)
	s := k.c.Situation(by)
	command := k.drawCommand(task)
	before := deepCopy(k.c.Evaluation)
	events, err := evaluation.Apply(s, command)
	require.Equal(k.t, before, k.c.Evaluation, "a decision changes nothing by itself")
	requireSliceDecidesAlike(k.t, s, command, events, err)
	requireKnownFault(k.t, err)
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
	part.Evaluation = evaluationtest.Slice(s.Evaluation, task.Item)
	partly, partErr := evaluation.Apply(&part, c)
	require.Equal(t, events, partly)
	require.Equal(t, fault.As(err), fault.As(partErr))

	own := part.Evaluation.Task(c.Task)
	require.Equal(t, s.Excluded(task), part.Excluded(own))
	require.Equal(t, s.Relation(task), part.Relation(own))
	require.Equal(t, evaluation.Actions(s, c.Task), evaluation.Actions(&part, c.Task))
}
