package store

import (
	"slices"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// change is one command on its way into the database.
type change struct {
	req        evaluation.Request
	definition *evaluation.Definition
	now        time.Time
	// before is as it was loaded, after has the events folded in.
	before, after *evaluation.Evaluation
	head          journal.Head
	records       []evaluation.Record
	entries       []journal.Entry
	// remote tells the receivers that work in another system.
	remote func(unit string) bool
}

func newChange(s *evaluation.Situation, head journal.Head, req evaluation.Request) *change {
	return &change{
		req: req, definition: s.Definition, now: s.Now, head: head,
		before: s.Evaluation, after: copyOf(s.Evaluation),
	}
}

// copyOf copies what Fold changes in place.
func copyOf(e *evaluation.Evaluation) *evaluation.Evaluation {
	c := *e
	c.Stages, c.Members = slices.Clone(e.Stages), slices.Clone(e.Members)
	c.Tasks, c.Materials = slices.Clone(e.Tasks), slices.Clone(e.Materials)
	c.Copies, c.Reads, c.Recusals = slices.Clone(e.Copies), slices.Clone(e.Reads), slices.Clone(e.Recusals)
	decisions(&c, e)
	return &c
}

// record folds an outcome, writes the rows that it changes, and gives the
// answer. What is left is to append and to commit.
func (c *change) record(tx *gorm.DB, o evaluation.Outcome) (answer, error) {
	if err := c.fold(o); err != nil {
		return answer{}, err
	}
	if err := c.write(tx); err != nil {
		return answer{}, err
	}
	return answer{c.result(), o.Refusal}, nil
}

// fold puts each event behind the head and into the state.
func (c *change) fold(o evaluation.Outcome) error {
	for _, event := range o.Events {
		event, data, err := settleEvent(event)
		if err != nil {
			return err
		}
		about := event.Subject()
		entry, head, err := journal.Append(c.head, journal.Entry{
			At: c.now, Type: string(event.Type()), ActorID: string(c.req.Actor), OnBehalfOf: string(c.req.OnBehalfOf),
			TaskID: string(about.Task), ItemID: string(about.Item), StageID: string(about.Stage),
			Rule: o.Rule, PolicyVersion: o.PolicyVersion, RequestID: c.req.RequestID, ClientAddress: c.req.ClientAddress,
			Data: data,
		})
		if err != nil {
			return err
		}
		r := evaluation.Record{Seq: entry.Seq, At: entry.At, Actor: c.req.Actor, OnBehalfOf: c.req.OnBehalfOf, Event: event}
		if err := foldOne(c.after, r); err != nil {
			return err
		}
		c.head, c.entries, c.records = head, append(c.entries, entry), append(c.records, r)
	}
	return nil
}

func (c *change) result() evaluation.Result {
	r := evaluation.Result{Evaluation: c.after, Seq: c.head.Seq, At: c.head.At}
	for _, rec := range c.records {
		r.Events = append(r.Events, rec.Event)
	}
	return r
}

// seqOf gives the entry by which a task was opened or a material supplied in
// this change.
func (c *change) seqOf(brought func(evaluation.Event) bool) (int64, error) {
	for _, r := range c.records {
		if brought(r.Event) {
			return r.Seq, nil
		}
	}
	return 0, fault.New(fault.Internal, "row_out_of_step", "a row of evaluation %s came from no event", c.after.ID)
}
