package api

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/notify"
)

// Channels are the ways by which notices leave the installation.
type Channels interface {
	notify.Channel

	// Lines lists those that are set up, without any secret.
	Lines() []notify.Line
}

// ChannelStore knows how the channels go.
type ChannelStore interface {
	ChannelTraffic(ctx context.Context) ([]notify.Traffic, error)
	CountFeeds(ctx context.Context) (int, error)
}

// channelTested is the entry that remembers that a channel was tried (测试渠道).
const channelTested = "channel_tested"

// ListChannels tells administrators which channels there are and how they go.
func (s *server) ListChannels(c context.Context, _ ListChannelsRequestObject) (ListChannelsResponseObject, error) {
	ctx, x := enter(c)
	if err := s.mayOversee(ctx, x); err != nil {
		return nil, err
	}
	traffic, err := s.store.ChannelTraffic(ctx)
	if err != nil {
		return nil, err
	}
	places, err := s.store.Places(ctx)
	if err != nil {
		return nil, err
	}
	out := ListChannels200JSONResponse{Channels: channelViews(s.lines(), traffic)}
	for i := range out.Channels {
		for _, p := range places {
			if p.UnitID == "" && p.ID == out.Channels[i].UnitID {
				out.Channels[i].UnitName = p.Name
			}
		}
	}
	out.Feeds, err = s.store.CountFeeds(ctx)
	return out, err
}

func (s *server) lines() []notify.Line {
	if s.channels == nil {
		return nil
	}
	return s.channels.Lines()
}

// channelViews lists every medium, set up or not, and what went by channels that
// are not set up any more.
func channelViews(lines []notify.Line, traffic []notify.Traffic) []Channel {
	out := []Channel{}
	at := func(m notify.Medium, unit string) *Channel {
		for i := range out {
			if out[i].Medium == ChannelMedium(m) && out[i].UnitID == unit {
				return &out[i]
			}
		}
		out = append(out, Channel{Medium: ChannelMedium(m), Title: m.Title(), UnitID: unit})
		return &out[len(out)-1]
	}
	for _, m := range notify.Media() {
		set := false
		for _, l := range lines {
			if l.Medium == m {
				at(m, l.Unit).Configured, set = true, true
			}
		}
		if !set {
			at(m, "")
		}
	}
	for _, t := range traffic {
		unit := t.Unit
		if !hasLine(lines, t.Medium, unit) {
			unit = "" // served by the channel for all, or by none any more
		}
		c := at(t.Medium, unit)
		c.Sent, c.Refused, c.Waiting = c.Sent+t.Sent, c.Refused+t.Refused, c.Waiting+t.Waiting
		if last := local(t.LastSentAt); last.After(c.LastSentAt) {
			c.LastSentAt = last
		}
		if failed := local(t.FailedAt); failed.After(c.FailedAt) {
			c.FailedAt, c.Failure = failed, notify.FailureWording(t.Failure)
		}
	}
	return out
}

func hasLine(lines []notify.Line, m notify.Medium, unit string) bool {
	for _, l := range lines {
		if l.Medium == m && l.Unit == unit {
			return true
		}
	}
	return false
}

// TestChannel sends who asks a message by a channel of his unit.
func (s *server) TestChannel(c context.Context, r TestChannelRequestObject) (TestChannelResponseObject, error) {
	ctx, x := enter(c)
	actor, err := s.actor(ctx, x)
	if err != nil {
		return nil, err
	}
	rule, err := s.mayConfigure(actor)
	if err != nil {
		return nil, err
	}
	if s.channels == nil {
		return nil, fault.New(fault.Invalid, "channel_not_configured", "no channel %s", r.Medium)
	}
	me := x.session.Person
	outcome := s.channels.Send(ctx, notify.Notice{
		ID: "test:" + uuid.NewString(), Medium: notify.Medium(r.Medium), PersonID: string(me.ID), UnitID: string(me.UnitID), Address: me.Email,
		Kind: notify.ChannelTest, Facts: notify.Facts{Addressee: me.Name, Link: s.publicURL},
	})
	reason := fault.ReasonOf(outcome)
	if outcome != nil {
		s.log.WarnContext(ctx, "channel tested: not sent", "medium", r.Medium, "error", outcome)
	}
	data, err := json.Marshal(map[string]any{"medium": r.Medium, "sent": outcome == nil, "reason": reason})
	if err != nil {
		return nil, err
	}
	_, err = s.store.Note(ctx, journal.Entry{
		Type: channelTested, ActorID: string(x.person()), Rule: rule, PolicyVersion: s.policy.Version(),
		RequestID: x.requestID, ClientAddress: x.address, Data: data,
	})
	return TestChannel200JSONResponse{Sent: outcome == nil, Message: notify.FailureWording(reason)}, err
}
