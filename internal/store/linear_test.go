package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// What fifty people do to the same tasks at once must be as if they had done it
// one after the other: claims, releases, completions, returns, delegations and
// deadlines.
const (
	linearClients = 50
	linearOps     = 200
	// enoughPerSecond is how fast it must go for the run to count: slower, the
	// operations hardly meet. A run that does not count is done again; what every
	// run shows must hold however fast it was.
	enoughPerSecond = 100
	linearAttempts  = 3
)

// deed is what a client asked of a task, outcome what it was answered.
type deed struct {
	task   evaluation.TaskID
	action string // of the core, or "opened", "expired", "cancelled": what others made happen
	by     evaluation.PersonID
	person evaluation.PersonID // of a delegation; of an opening, who has it at once
}

type outcome struct {
	reason string // "" when it was done
}

// linearTask is a task as the model has it.
type linearTask struct {
	there    bool
	state    evaluation.TaskState
	assignee evaluation.PersonID
	owner    evaluation.PersonID
}

// linearModel is the rule, told once more and far simpler than the core does:
// each task is a register of its own.
func linearModel() porcupine.Model {
	return porcupine.Model{
		Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
			var order []evaluation.TaskID
			parts := map[evaluation.TaskID][]porcupine.Operation{}
			for _, op := range history {
				id := op.Input.(deed).task //nolint:forcetypeassert // made here
				if parts[id] == nil {
					order = append(order, id)
				}
				parts[id] = append(parts[id], op)
			}
			out := make([][]porcupine.Operation, len(order))
			for i, id := range order {
				out[i] = parts[id]
			}
			return out
		},
		Init: func() any { return linearTask{} },
		Step: func(state, input, output any) (bool, any) {
			was, in, told := state.(linearTask), input.(deed), output.(outcome) //nolint:forcetypeassert // made here
			next, reason := was.after(in)
			return told.reason == reason, next
		},
		DescribeOperation: func(input, output any) string { return fmt.Sprintf("%v -> %v", input, output) },
	}
}

// after is what a deed makes of a task, and the reason if it is refused.
func (t linearTask) after(d deed) (linearTask, string) {
	if d.action == "opened" {
		state := evaluation.StateOpen
		if d.person != "" {
			state = evaluation.StateClaimed
		}
		return linearTask{there: true, state: state, assignee: d.person}, ""
	}
	switch {
	case !t.there:
		return t, "task_not_found"
	case !t.state.Live():
		return t, "task_already_settled"
	}
	return t.live(d)
}

func (t linearTask) live(d deed) (linearTask, string) {
	mine := t.state == evaluation.StateClaimed && t.assignee == d.by
	switch d.action {
	case "expired", "cancelled":
		t.state = evaluation.StateExpired
		return t, ""
	case string(evaluation.Claim):
		if t.state == evaluation.StateClaimed {
			return t, "task_already_claimed"
		}
		t.state, t.assignee = evaluation.StateClaimed, d.by
		return t, ""
	}
	switch {
	case t.state == evaluation.StateOpen:
		return t, "task_not_claimed"
	case !mine:
		return t, "not_assignee"
	}
	return t.own(d)
}

func (t linearTask) own(d deed) (linearTask, string) {
	delegated := t.owner != ""
	switch d.action {
	case string(evaluation.HandBack):
		if !delegated {
			return t, "task_not_delegated"
		}
		t.assignee, t.owner = t.owner, ""
	case string(evaluation.Delegate):
		if delegated {
			return t, "task_delegated"
		}
		t.owner, t.assignee = t.assignee, d.person
	case string(evaluation.Release):
		if delegated {
			return t, "task_delegated"
		}
		t.state, t.assignee = evaluation.StateOpen, ""
	default: // complete, approve, return
		if delegated {
			return t, "task_delegated"
		}
		t.state = evaluation.StateCompleted
	}
	return t, ""
}

// linearDefinition lets the sections hand in and colleagues judge, for ever
// and ever; what is late is closed.
func linearDefinition() *evaluation.Definition {
	def := evaluationtest.Overall()
	def.Stages = []evaluation.StageDefinition{{
		ID: "work", Title: "work", Due: evaluation.Offset{Count: 0}, OnOverdue: evaluation.OverdueClose,
		ForEach: &evaluation.ForEach{Kind: evaluation.ItemProject},
		Steps: []evaluation.StepDefinition{
			{ID: "do", Title: "do", By: []evaluation.RoleID{"section"}, Quorum: evaluation.QuorumOne},
			{ID: "judge", Title: "judge", By: []evaluation.RoleID{"section"}, Quorum: evaluation.QuorumOne, Decides: true, ReturnTo: "do"},
		},
	}}
	return def
}

// linearRun is one run: what everybody did and was told.
type linearRun struct {
	t       *testing.T
	s       *store.Store
	ids     []evaluation.ID
	began   time.Time
	mu      sync.Mutex
	history []porcupine.Operation
	tasks   []evaluation.TaskID
}

func (r *linearRun) clock() int64 { return time.Since(r.began).Nanoseconds() }

func TestWhatManyDoAtOnceIsAsIfDoneOneAfterTheOther(t *testing.T) {
	t.Parallel()
	for attempt := 1; ; attempt++ {
		r := newLinearRun(t)
		took := r.everybody()
		rate := float64(linearClients*linearOps) / took.Seconds()
		t.Logf("%d operations, %.0f a second", len(r.history), rate)
		result, info := porcupine.CheckOperationsVerbose(linearModel(), r.history, time.Minute)
		if result != porcupine.Ok {
			require.NoError(t, porcupine.VisualizePath(linearModel(), info, t.TempDir()+"/history.html"))
		}
		require.Equal(t, porcupine.Ok, result)
		r.verified()
		if rate >= enoughPerSecond {
			return
		}
		t.Logf("%.0f operations a second are too few to meet: the run does not count", rate)
		if attempt == linearAttempts {
			return // a machine this busy shows no more
		}
	}
}

func newLinearRun(t *testing.T) *linearRun {
	t.Helper()
	cfg := storetest.StoreConfig(storetest.DSN(t))
	cfg.Parse = func(string, []byte) (*evaluation.Definition, error) { return linearDefinition(), nil }
	s, err := store.Open(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	require.NoError(t, s.SeedOrganisation(t.Context(), storetest.Organisation()))
	_, err = s.PutDefinition(t.Context(), storetest.Process, []byte(storetest.Process))
	require.NoError(t, err)
	r := &linearRun{t: t, s: s, began: time.Now()}
	for range 8 {
		r.start()
	}
	return r
}

// start begins an evaluation whose tasks are late some seconds from now.
func (r *linearRun) start() {
	r.t.Helper()
	in := evaluationtest.Start()
	in.Timescale = calendar.Timescale{Origin: in.StartOn, StartedAt: time.Now().UTC().Truncate(time.Microsecond), Day: 20 * time.Second}
	in.Items = nil
	for i := range 25 {
		in.Items = append(in.Items, evaluation.Item{
			ID: evaluation.ItemID("p" + strconv.Itoa(i)), Kind: evaluation.ItemProject, Title: "p", Amount: decimal.NewFromInt(1),
		})
	}
	result, err := r.s.Start(r.t.Context(), evaluation.Request{Actor: "office-head"}, storetest.Opening(),
		func(sit *evaluation.Situation) (evaluation.Outcome, error) {
			events, err := evaluation.Begin(sit, in)
			return evaluation.Outcome{Events: events}, err
		})
	require.NoError(r.t, err)
	id := result.Evaluation.ID
	r.ids = append(r.ids, id)
	at := r.clock()
	opened, err := r.s.Update(r.t.Context(), evaluation.Request{Evaluation: id, Actor: evaluation.SystemPerson, Whole: true},
		func(sit *evaluation.Situation) (evaluation.Outcome, error) {
			events, err := evaluation.Open(sit, "work")
			return evaluation.Outcome{Events: events}, err
		})
	require.NoError(r.t, err)
	r.happened(0, at, r.clock(), opened.Events)
}

// happened adds to the history what events did to tasks that nobody named.
func (r *linearRun) happened(client int, from, to int64, events []evaluation.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, event := range events {
		d := deed{by: evaluation.SystemPerson}
		switch v := event.(type) {
		case evaluation.TaskOpened:
			d.task, d.action, d.person = v.Task.ID, "opened", v.Task.Assignee
			r.tasks = append(r.tasks, v.Task.ID)
		case evaluation.TaskExpired:
			d.task, d.action = v.Task, "expired"
		default:
			continue
		}
		r.history = append(r.history, porcupine.Operation{ClientId: client, Input: d, Output: outcome{}, Call: from, Return: to})
	}
}

// everybody acts at once, and gives how long it took.
func (r *linearRun) everybody() time.Duration {
	people := []evaluation.PersonID{"hotline-head", "hotline-clerk", "supervision-head", "coordination-head", "coordination-clerk"}
	before := time.Now()
	var clients sync.WaitGroup
	for c := range linearClients {
		clients.Go(func() {
			dice := rand.New(rand.NewPCG(uint64(c), 7)) //nolint:gosec // to be repeated, not to be secret
			me := people[c%len(people)]
			for n := range linearOps {
				if c == 0 && n%20 == 19 {
					r.tick(c)
					continue
				}
				r.act(c, me, people[dice.IntN(len(people))], dice)
			}
		})
	}
	clients.Wait()
	return time.Since(before)
}

// tick lets time do what is due in all evaluations.
func (r *linearRun) tick(client int) {
	for _, id := range r.ids {
		from := r.clock()
		done, err := r.s.Update(context.WithoutCancel(r.t.Context()), evaluation.Request{Evaluation: id, Actor: evaluation.SystemPerson, Whole: true},
			func(sit *evaluation.Situation) (evaluation.Outcome, error) {
				events, err := evaluation.Tick(sit)
				return evaluation.Outcome{Events: events}, err
			})
		if err != nil {
			r.t.Error(err)
			return
		}
		r.happened(client, from, r.clock(), done.Events)
	}
}

func (r *linearRun) act(client int, me, other evaluation.PersonID, dice *rand.Rand) {
	r.mu.Lock()
	// The latest tasks are those that others are at, too.
	task := r.tasks[len(r.tasks)-1-dice.IntN(min(60, len(r.tasks)))]
	r.mu.Unlock()
	actions := []evaluation.Action{
		evaluation.Claim, evaluation.Claim, evaluation.Claim, evaluation.Complete, evaluation.Complete,
		evaluation.Return, evaluation.Delegate, evaluation.HandBack, evaluation.Release,
	}
	c := evaluation.Command{Action: actions[dice.IntN(len(actions))], Task: task, Person: other, Reason: "again"}
	deciding := stepOf(task) == "judge"
	switch {
	case c.Action == evaluation.Complete && deciding:
		c.Action = evaluation.Approve
	case c.Action == evaluation.Return && !deciding, c.Action == evaluation.Delegate && other == me:
		c.Action = evaluation.Claim
	}
	r.try(client, me, c)
}

func stepOf(id evaluation.TaskID) string {
	return strings.Split(string(id), ":")[3]
}

func (r *linearRun) try(client int, me evaluation.PersonID, c evaluation.Command) {
	from := r.clock()
	done, err := r.s.Update(context.WithoutCancel(r.t.Context()),
		evaluation.Request{Task: c.Task, Actor: me, People: c.Named()}, assigneeOnly(c))
	to := r.clock()
	told := outcome{fault.ReasonOf(err)}
	if err == nil {
		told.reason = ""
		r.happened(client, from, to, done.Events)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	d := deed{task: c.Task, action: string(c.Action), by: me, person: c.Person}
	r.history = append(r.history, porcupine.Operation{ClientId: client, Input: d, Output: told, Call: from, Return: to})
}

// assigneeOnly stands in for the one rule of policy that the model knows.
func assigneeOnly(c evaluation.Command) store.Decide {
	return func(s *evaluation.Situation) (evaluation.Outcome, error) {
		t := s.Evaluation.Task(c.Task)
		if t != nil && c.Action != evaluation.Claim && t.State == evaluation.StateClaimed && t.Assignee != s.Actor.Person {
			return evaluation.Refuse(s, c, fault.New(fault.Forbidden, "not_assignee", "of somebody else"), "test")
		}
		return storetest.Apply(c)(s)
	}
}

// verified: every journal is whole, and the rows are its fold.
func (r *linearRun) verified() {
	r.t.Helper()
	for _, id := range r.ids {
		v, err := r.s.VerifyJournal(r.t.Context(), id)
		require.NoError(r.t, err)
		require.True(r.t, v.Verified(), "%+v", v)
	}
}
