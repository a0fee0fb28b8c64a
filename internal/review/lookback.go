package review

import (
	"slices"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// UsualLookBack is after how many days the bureau looks back where the notice
// does not say; no source rules it, the shipped process has the same.
const UsualLookBack = 90

// LookBackDue is the day on which the bureau looks back, given when the reply
// passed (回头看日期).
func (n Notice) LookBackDue(passed time.Time) calendar.Date {
	days := n.LookBackDays
	if days == 0 {
		days = UsualLookBack
	}
	return calendar.DateOf(passed).AddDays(days)
}

// BeginLookBack notes the evaluation that looks back. Error: conflict
// look_back_begun, once it has begun.
func (n Notice) BeginLookBack(id string, on calendar.Date) (Notice, error) {
	if n.LookBack != "" {
		return n, fault.New(fault.Conflict, "look_back_begun", "notice %s is looked back by %s", n.ID, n.LookBack)
	}
	n.LookBack, n.LookBackOn, n.RowVersion = id, on, n.RowVersion+1
	return n, nil
}

// EndLookBack notes what was found, once.
func (n Notice) EndLookBack(found []evaluation.ProblemOutcome, at time.Time) Notice {
	n.Outcomes, n.LookedBackAt, n.RowVersion = found, at, n.RowVersion+1
	return n
}

// afterReply is where it stands once its reply has passed.
func (n Notice) afterReply() NoticeState {
	switch {
	case len(n.Outcomes) == 0:
		return NoticeAccepted
	case slices.ContainsFunc(n.Outcomes, func(o evaluation.ProblemOutcome) bool { return !o.Rectified }):
		return NoticeNotDone
	}
	return NoticeRectified
}

// ReplyPassed is a reply that passed, with the notice that it replies to.
type ReplyPassed struct {
	Reply  Filing
	Notice Notice
}

// LookBackBegun is a look-back that waits for its day (回头看启动).
type LookBackBegun struct {
	Filing     string        `json:"filing"`
	Notice     string        `json:"notice"`
	Evaluation string        `json:"evaluation"`
	On         calendar.Date `json:"on"`
}

// LookedBack is what the bureau found of each problem (回头看结果).
type LookedBack struct {
	Filing     string                      `json:"filing"`
	Notice     string                      `json:"notice"`
	Evaluation string                      `json:"evaluation"`
	Outcomes   []evaluation.ProblemOutcome `json:"outcomes"`
}

// Type names the event.
func (LookBackBegun) Type() string { return "look_back_begun" }

// Type names the event.
func (LookedBack) Type() string { return "looked_back" }

// notice folds what becomes of a notice.
func (l *Ledger) notice(e journal.Entry, event any) error {
	change := func(id string, fits func(Notice) bool, how func(Notice) Notice) error {
		i := slices.IndexFunc(l.Notices, func(n Notice) bool { return n.ID == id })
		if i < 0 || !fits(l.Notices[i]) {
			return unfit(e)
		}
		l.Notices[i] = how(l.Notices[i])
		return nil
	}
	switch v := event.(type) {
	case *RectificationReceived:
		return change(v.Notice, func(Notice) bool { return true }, func(n Notice) Notice {
			n.ReceivedOn, n.RowVersion = v.ReceivedOn, n.RowVersion+1
			return n
		})
	case *LookBackBegun:
		replied := slices.ContainsFunc(l.Filings, func(f Entered) bool { return f.Rectifies == v.Notice && f.State == Accepted })
		return change(v.Notice, func(n Notice) bool { return n.LookBack == "" && replied }, func(n Notice) Notice {
			n.LookBack, n.LookBackOn, n.RowVersion = v.Evaluation, v.On, n.RowVersion+1
			return n
		})
	case *LookedBack:
		return change(v.Notice, func(n Notice) bool {
			return n.LookBack == v.Evaluation && n.Outcomes == nil && len(v.Outcomes) == len(n.Problems)
		}, func(n Notice) Notice { return n.EndLookBack(v.Outcomes, e.At) })
	}
	return unfit(e)
}
