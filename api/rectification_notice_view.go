package api

import (
	"bytes"
	"context"

	"jiheng/internal/evaluation"
	"jiheng/internal/filing"
	"jiheng/internal/review"
	"jiheng/internal/signing"
)

// addNotices adds to a filing the notices that it led to, and to a reply what
// it says.
func (s *server) addNotices(ctx context.Context, view *ReceivedFiling, f review.Filing) error {
	view.Rectifies, view.Replies = f.Rectifies, repliesIn(f)
	notices, replies, err := s.store.NoticesOn(ctx, f.ID)
	for _, n := range notices {
		at := n.Standing(replies[n.ID], s.now())
		out := RectificationNotice{
			ID: n.ID, Title: n.Title, Problems: n.Problems, ReplyDays: n.ReplyDays, OrderedAt: local(n.OrderedAt), ReceivedOn: n.ReceivedOn,
			DueOn: n.DueOn(), State: RectificationNoticeState(at.State), StateText: at.State.Label(), Late: at.Late,
		}
		out.LookBackID, out.LookBackOn, out.LookedBackAt = n.LookBack, n.LookBackOn, local(n.LookedBackAt)
		out.Outcomes = outcomesView(n.Outcomes)
		if at.Reply != nil {
			out.ReplyFilingID = at.Reply.ID
		}
		view.RectificationNotices = append(view.RectificationNotices, out)
	}
	return err
}

// repliesIn reads a reply off the manifest that the unit signed, which was
// checked when it arrived.
func repliesIn(f review.Filing) []RectificationReply {
	if f.Rectifies == "" {
		return nil
	}
	e, err := signing.Decode(bytes.NewReader([]byte(f.Envelope)))
	if err != nil {
		return nil
	}
	m, err := filing.Claimed[filing.Manifest](e)
	if err != nil || m.Rectifies == nil {
		return nil
	}
	out := make([]RectificationReply, len(m.Rectifies.Replies))
	for i, r := range m.Rectifies.Replies {
		out[i] = RectificationReply{
			Problem: r.Problem, Measures: r.Measures, ResponsiblePost: r.ResponsiblePost, DoneOn: r.DoneOn, SignedAt: local(r.SignedAt),
		}
	}
	return out
}

func outcomesView(list []evaluation.ProblemOutcome) []ProblemOutcome {
	var out []ProblemOutcome
	for _, o := range list {
		out = append(out, ProblemOutcome{Problem: o.Problem, Rectified: o.Rectified, Finding: o.Finding})
	}
	return out
}
