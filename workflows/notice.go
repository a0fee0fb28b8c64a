package workflows

import (
	"go.temporal.io/sdk/workflow"

	"jiheng/activities"
	"jiheng/internal/evaluation"
)

// notify writes the notices that the journal calls for, and sees that they
// are sent. Sending happens beside the timeline: a mail server that is down
// must not hold up a deadline.
func (t *timeline) notify(facts evaluation.Facts) {
	if facts.Seq == t.told {
		return
	}
	var written activities.NotifyResult
	err := workflow.ExecuteLocalActivity(short(t.ctx), a.Notify, t.in.Evaluation).Get(t.ctx, &written)
	if err != nil {
		workflow.GetLogger(t.ctx).Error("timeline: notices could not be written", "evaluation", t.in.Evaluation, "error", err)
		return
	}
	t.told = facts.Seq
	if written.ToSend > 0 && t.delivery == nil {
		t.delivery = workflow.ExecuteActivity(outside(t.ctx), a.Deliver, t.in.Evaluation)
	}
}

// delivered ends a delivery, and begins another if more was written
// meanwhile.
func (t *timeline) delivered() {
	var left activities.DeliverResult
	err := t.delivery.Get(t.ctx, &left)
	t.delivery = nil
	if err != nil {
		workflow.GetLogger(t.ctx).Error("timeline: notices could not be sent", "evaluation", t.in.Evaluation, "error", err)
		return
	}
	t.told = 0 // look whether more was written while this delivery ran
}

// lastDelivery lets what is under way end before the workflow does.
func (t *timeline) lastDelivery() error {
	for t.delivery != nil {
		before := t.delivery
		t.delivered()
		t.notify(evaluation.Facts{Seq: -1})
		if t.delivery == before {
			return nil
		}
	}
	return nil
}
