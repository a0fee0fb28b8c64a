package store_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
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
// one after the other: claims, releases, completions, returns, withdrawals,
// delegations and deadlines, and what each of them opens again and for whom.
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
	action string // of the core, or "opened", "expired": what others made happen
	by     evaluation.PersonID
	person evaluation.PersonID // of a delegation; of an opening, who has it at once
}

type outcome struct {
	reason string // "" when it was done
	// opened are the tasks that were opened by it.
	opened []opening
}

// opening is a task that was opened, and who has it at once.
type opening struct {
	task   evaluation.TaskID
	person evaluation.PersonID
}

// linearTask is a task as the model has it.
type linearTask struct {
	there    bool
	state    evaluation.TaskState
	assignee evaluation.PersonID
	owner    evaluation.PersonID
	touched  bool              // somebody has acted on it
	next     evaluation.TaskID // what was opened behind it
}

// linearMatter is what is done about one item, over all its rounds.
type linearMatter struct {
	tasks map[evaluation.TaskID]linearTask
	// last is the task that was opened last; doer who handed in last.
	last evaluation.TaskID
	doer evaluation.PersonID
}

// linearModel is the rule, told once more and far simpler than the core does:
// each item is a register of its own.
func linearModel() porcupine.Model {
	return porcupine.Model{
		Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
			var order []string
			parts := map[string][]porcupine.Operation{}
			for _, op := range history {
				id := matterOf(op.Input.(deed).task) //nolint:forcetypeassert // made here
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
		Init: func() any { return linearMatter{} },
		Step: func(state, input, output any) (bool, any) {
			was, in, told := state.(linearMatter), input.(deed), output.(outcome) //nolint:forcetypeassert // made here
			next, fits := was.after(in, told)
			return fits, next
		},
		Equal:             func(a, b any) bool { return reflect.DeepEqual(a, b) },
		DescribeOperation: func(input, output any) string { return fmt.Sprintf("%v -> %v", input, output) },
	}
}

// after is what a deed makes of an item, and whether it may have been answered
// like this: done or refused, and what it opened for whom.
func (m *linearMatter) after(d deed, told outcome) (linearMatter, bool) {
	next := linearMatter{maps.Clone(m.tasks), m.last, m.doer}
	if next.tasks == nil {
		next.tasks = map[evaluation.TaskID]linearTask{}
	}
	if d.action == "opened" {
		fits := next.opens(told.opened, opening{d.task, d.person})
		return next, fits
	}
	if d.action == string(evaluation.Withdraw) {
		return next.withdrawn(d, told)
	}
	task, reason := m.tasks[d.task].after(d)
	if reason != told.reason || reason != "" {
		return *m, reason == told.reason && len(told.opened) == 0
	}
	next.tasks[d.task] = task
	doing := stepOf(d.task) == "do"
	switch d.action {
	case string(evaluation.Complete):
		next.doer = d.by
		fits := next.opens(told.opened, opening{"judge", ""})
		return next, fits
	case string(evaluation.Return): // it goes back to who handed it in
		fits := next.opens(told.opened, opening{"do", m.doer})
		return next, fits
	case "expired":
		if doing { // what was not handed in in time is judged without
			fits := next.opens(told.opened, opening{"judge", ""})
			return next, fits
		}
	}
	return next, len(told.opened) == 0
}

// withdrawn takes back what was handed in, while nobody has acted on what came
// of it: who did it has it again.
func (m *linearMatter) withdrawn(d deed, told outcome) (linearMatter, bool) {
	came := m.tasks[m.last]
	if m.tasks[d.task].next != m.last || !came.state.Live() || came.touched {
		return *m, told.reason == "withdrawn_too_late"
	}
	came.state = evaluation.StateCancelled
	m.tasks[m.last] = came
	fits := m.opens(told.opened, opening{"do", d.by})
	return *m, fits && told.reason == ""
}

// opens adds the one task that had to be opened, a new one of the step, or the
// very one that is named.
func (m *linearMatter) opens(opened []opening, want opening) bool {
	if len(opened) != 1 || opened[0].person != want.person || m.tasks[opened[0].task].there {
		return false
	}
	id := opened[0].task
	if id != want.task && stepOf(id) != string(want.task) {
		return false
	}
	if before, ok := m.tasks[m.last]; ok {
		before.next = id
		m.tasks[m.last] = before
	}
	state := evaluation.StateOpen
	if want.person != "" {
		state = evaluation.StateClaimed
	}
	m.tasks[id], m.last = linearTask{there: true, state: state, assignee: want.person}, id
	return true
}

// after is what a deed makes of a task, and the reason if it is refused.
func (t linearTask) after(d deed) (linearTask, string) {
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
	case "expired":
		t.state = evaluation.StateExpired
		return t, ""
	case string(evaluation.Claim):
		if t.state == evaluation.StateClaimed {
			return t, "task_already_claimed"
		}
		t.state, t.assignee, t.touched = evaluation.StateClaimed, d.by, true
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
	t.touched = true
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
	// done are the tasks that somebody handed in.
	done map[evaluation.PersonID][]evaluation.TaskID
	// back counts what was returned and withdrawn, and done anew behind it.
	back map[evaluation.Action]int
}

func (r *linearRun) clock() int64 { return time.Since(r.began).Nanoseconds() }

func TestWhatManyDoAtOnceIsAsIfDoneOneAfterTheOther(t *testing.T) {
	t.Parallel()
	for attempt := 1; ; attempt++ {
		r := newLinearRun(t)
		took := r.everybody()
		rate := float64(linearClients*linearOps) / took.Seconds()
		t.Logf("%d operations, %.0f a second: %v", len(r.history), rate, r.back)
		for _, action := range []evaluation.Action{evaluation.Return, evaluation.Withdraw, evaluation.Complete, evaluation.Approve} {
			require.Positive(t, r.back[action], "nobody did %s", action)
		}
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
	r := &linearRun{t: t, s: s, began: time.Now(), done: map[evaluation.PersonID][]evaluation.TaskID{}, back: map[evaluation.Action]int{}}
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

// happened adds to the history what events did to tasks that nobody named: each
// event with what was opened behind it for the same item.
func (r *linearRun) happened(client int, from, to int64, events []evaluation.Event) {
	opened := openings(events)
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, event := range events {
		var d deed
		var told outcome
		switch v := event.(type) {
		case evaluation.TaskExpired:
			d = deed{task: v.Task, action: "expired", by: evaluation.SystemPerson}
			told.opened = opened[matterOf(v.Task)]
			delete(opened, matterOf(v.Task))
		case evaluation.TaskOpened:
			one, there := opened[matterOf(v.Task.ID)]
			r.tasks = append(r.tasks, v.Task.ID)
			if !there {
				continue // it came of something that expired
			}
			d, told.opened = deed{task: v.Task.ID, action: "opened", by: evaluation.SystemPerson, person: v.Task.Assignee}, one
		default:
			continue
		}
		r.history = append(r.history, porcupine.Operation{ClientId: client, Input: d, Output: told, Call: from, Return: to})
	}
}

// openings are the tasks that events open, by item.
func openings(events []evaluation.Event) map[string][]opening {
	out := map[string][]opening{}
	for _, event := range events {
		if v, ok := event.(evaluation.TaskOpened); ok {
			id := matterOf(v.Task.ID)
			out[id] = append(out[id], opening{v.Task.ID, v.Task.Assignee})
		}
	}
	return out
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
		evaluation.Return, evaluation.Return, evaluation.Delegate, evaluation.HandBack, evaluation.Release, evaluation.Withdraw, evaluation.Withdraw,
	}
	c := evaluation.Command{Action: actions[dice.IntN(len(actions))], Task: task, Person: other, Reason: "again"}
	deciding := stepOf(task) == "judge"
	switch {
	case c.Action == evaluation.Withdraw:
		if c.Task = r.handedIn(me, dice); c.Task == "" {
			c.Action, c.Task = evaluation.Claim, task
		}
	case c.Action == evaluation.Complete && deciding:
		c.Action = evaluation.Approve
	case c.Action == evaluation.Return && !deciding, c.Action == evaluation.Delegate && other == me:
		c.Action = evaluation.Claim
	}
	r.try(client, me, c)
}

// handedIn is something that somebody handed in of late, "" before the first.
func (r *linearRun) handedIn(me evaluation.PersonID, dice *rand.Rand) evaluation.TaskID {
	r.mu.Lock()
	defer r.mu.Unlock()
	done := r.done[me]
	if len(done) == 0 {
		return ""
	}
	return done[len(done)-1-dice.IntN(min(3, len(done)))]
}

// matterOf is the item of an evaluation that a task is about.
func matterOf(id evaluation.TaskID) string {
	return strings.Join(strings.Split(string(id), ":")[:3], ":")
}

func stepOf(id evaluation.TaskID) string {
	return strings.Split(string(id), ":")[3]
}

func (r *linearRun) try(client int, me evaluation.PersonID, c evaluation.Command) {
	from := r.clock()
	done, err := r.s.Update(context.WithoutCancel(r.t.Context()),
		evaluation.Request{Task: c.Task, Actor: me, People: c.Named()}, assigneeOnly(c))
	to := r.clock()
	told := outcome{reason: fault.ReasonOf(err)}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil {
		told = outcome{opened: openings(done.Events)[matterOf(c.Task)]}
		for _, o := range told.opened {
			r.tasks = append(r.tasks, o.task)
		}
		r.back[c.Action]++
		if c.Action == evaluation.Complete {
			r.done[me] = append(r.done[me], c.Task)
		}
	}
	d := deed{task: c.Task, action: string(c.Action), by: me, person: c.Person}
	r.history = append(r.history, porcupine.Operation{ClientId: client, Input: d, Output: told, Call: from, Return: to})
}

// assigneeOnly stands in for the one rule of policy that the model knows.
func assigneeOnly(c evaluation.Command) store.Decide {
	return func(s *evaluation.Situation) (evaluation.Outcome, error) {
		t := s.Evaluation.Task(c.Task)
		if t != nil && c.Action == evaluation.Withdraw && t.Assignee != s.Actor.Person {
			return evaluation.Refuse(s, c, fault.New(fault.Forbidden, "not_assignee", "of somebody else"), "test")
		}
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
