package evaluation

import (
	"slices"
	"time"

	"jiheng/internal/calendar"
)

// Forecast is how a stage is expected to go (预计), by what is known now: what
// is done, who has what until when, and how long the plan gave what is to come.
// It promises nothing; it says the earliest day that the plan still allows.
type Forecast struct {
	Stage StageID
	// OpensOn and EndsOn are days of the evaluation's calendar, the actual ones
	// where they have come; zero in an evaluation that was terminated.
	OpensOn, EndsOn calendar.Date
	// LateDays is by how many calendar days it ends after its due date.
	LateDays int
	// Critical is true for a stage whose delay delays the end of the whole.
	Critical bool
	// Items tells it of each item that the stage was opened for.
	Items []ItemForecast
}

// ItemForecast is how an item is expected to go through a stage (对象预计).
type ItemForecast struct {
	Item      ItemID
	OpenedAt  time.Time
	SettledAt time.Time // zero while something is to be done
	EndsOn    calendar.Date
	LateDays  int
	// Waiting are the tasks that have to be done next; none where it is settled.
	Waiting []TaskID
	// Remaining counts the steps for people that come after those.
	Remaining int
}

// Forecasts expects every stage, in the order of the definition. A stage opens
// when those before it have ended, not before its day; what is open is done by
// its deadline, or today when that has passed; each step after it takes an
// equal share of the length that the plan gave its stage.
func (s *Situation) Forecasts() []Forecast {
	out := make([]Forecast, 0, len(s.Evaluation.Stages))
	for i := range s.Evaluation.Stages {
		out = append(out, s.forecast(&s.Evaluation.Stages[i], out))
	}
	markCritical(s.Evaluation, out)
	return out
}

func (s *Situation) forecast(st *Stage, before []Forecast) Forecast {
	f := Forecast{Stage: st.ID}
	if st.State != StageWaiting {
		f.OpensOn, f.Items = s.civil(st.OpenedAt), s.itemForecasts(st)
	}
	switch {
	case st.State == StageClosed:
		f.EndsOn = s.civil(st.SettledAt)
	case s.Evaluation.State.Over():
		return f
	case st.State == StageActive:
		f.EndsOn = s.lastEnd(f.Items)
	default:
		f.OpensOn = latest(st.OpensOn, s.today())
		for _, b := range before {
			if slices.Contains(st.After, b.Stage) {
				f.OpensOn = latest(f.OpensOn, b.EndsOn)
			}
		}
		f.EndsOn = latest(st.DueOn, s.along(st, f.OpensOn, s.length(st)))
	}
	f.LateDays = max(f.EndsOn.DaysSince(st.DueOn), 0)
	return f
}

// lastEnd is when the last item is done; today where nothing is left to wait for.
func (s *Situation) lastEnd(items []ItemForecast) calendar.Date {
	var end calendar.Date
	for _, it := range items {
		end = latest(end, it.EndsOn)
	}
	if end.IsZero() {
		return s.today()
	}
	return end
}

// itemForecasts expects every item of a stage that was opened, in the order in
// which their first tasks were.
func (s *Situation) itemForecasts(st *Stage) []ItemForecast {
	var out []ItemForecast
	at := map[ItemID]int{}
	for i := range s.Evaluation.Tasks {
		t := &s.Evaluation.Tasks[i]
		if t.Stage != st.ID {
			continue
		}
		k, known := at[t.Item]
		if !known {
			k, at[t.Item] = len(out), len(out)
			out = append(out, ItemForecast{Item: t.Item, OpenedAt: t.OpenedAt})
		}
		s.count(&out[k], t)
	}
	for k := range out {
		s.expect(&out[k], st)
	}
	return out
}

// count adds a task to what is known of its item.
func (s *Situation) count(f *ItemForecast, t *Task) {
	if t.State.Live() {
		f.Waiting = append(f.Waiting, t.ID)
		f.Remaining = max(f.Remaining, s.stepsAfter(t))
		f.EndsOn = latest(f.EndsOn, t.DueOn)
		return
	}
	if t.SettledAt.After(f.SettledAt) {
		f.SettledAt = t.SettledAt
	}
}

func (s *Situation) expect(f *ItemForecast, st *Stage) {
	switch {
	case len(f.Waiting) == 0:
		f.EndsOn = s.civil(f.SettledAt)
	case s.Evaluation.State.Over():
		f.EndsOn, f.SettledAt = calendar.Date{}, time.Time{}
		return
	default:
		f.SettledAt = time.Time{}
		f.EndsOn = latest(f.EndsOn, s.along(st, s.today(), s.share(st, f.Remaining)))
	}
	f.LateDays = max(f.EndsOn.DaysSince(st.DueOn), 0)
}

// stepsAfter counts the steps for people that come after a task, from the one
// to which the matter comes straight back where a return asked for that.
func (s *Situation) stepsAfter(t *Task) int {
	sd, _ := s.Definition.Stage(t.Stage)
	n, past := 0, false
	for _, step := range sd.Steps {
		if past && step.Effect == EffectNone && (t.Back == "" || step.ID == t.Back || n > 0) {
			n++
		}
		past = past || step.ID == t.Step
	}
	return n
}

// share is how many days the plan leaves for some of a stage's steps, rounded up.
func (s *Situation) share(st *Stage, steps int) int {
	sd, _ := s.Definition.Stage(st.ID)
	all := 0
	for _, step := range sd.Steps {
		if step.Effect == EffectNone {
			all++
		}
	}
	if all == 0 {
		return 0
	}
	return (s.length(st)*steps + all - 1) / all
}

// length is how long the plan gives a stage, counted as the stage is.
func (s *Situation) length(st *Stage) int {
	sd, _ := s.Definition.Stage(st.ID)
	if sd.Due.Workdays {
		n, _ := s.Calendar.WorkdaysBetween(st.OpensOn, st.DueOn)
		return n
	}
	return st.DueOn.DaysSince(st.OpensOn)
}

// along goes days on from a date, counted as the stage is.
func (s *Situation) along(st *Stage, from calendar.Date, days int) calendar.Date {
	sd, _ := s.Definition.Stage(st.ID)
	on, _ := Offset{Count: days, Workdays: sd.Due.Workdays}.From(from, s.Calendar)
	return on
}

// markCritical finds the stages that the end of the whole waits for: those that
// end last, and before each the ones that end when it opens.
func markCritical(e *Evaluation, all []Forecast) {
	var end calendar.Date
	for _, f := range all {
		end = latest(end, f.EndsOn)
	}
	for i := len(all) - 1; i >= 0 && !end.IsZero(); i-- {
		f := &all[i]
		f.Critical = f.Critical || f.EndsOn == end
		st := e.Stage(f.Stage)
		for j := range all[:i] {
			if f.Critical && slices.Contains(st.After, all[j].Stage) && all[j].EndsOn == f.OpensOn {
				all[j].Critical = true
			}
		}
	}
}

func (s *Situation) civil(t time.Time) calendar.Date { return s.Evaluation.Timescale.Today(t) }

func (s *Situation) today() calendar.Date { return s.civil(s.Now) }
