package notify

import (
	"context"
	"slices"

	"jiheng/internal/fault"
)

// Medium is a way by which a notice reaches people (通知渠道).
type Medium string

// The media.
const (
	// Application shows it in the application, where it is at once; nobody can
	// choose it away.
	Application Medium = "application"
	Mail        Medium = "mail"     // to the person's own address
	Webhook     Medium = "webhook"  // to a program, as signed JSON
	WeCom       Medium = "wecom"    // to a group of the unit, by its robot (企业微信群机器人)
	DingTalk    Medium = "dingtalk" // the same (钉钉群机器人)
	Feishu      Medium = "feishu"   // the same (飞书群机器人)
)

// Media lists all media that carry notices out of the application; people
// choose among them.
func Media() []Medium { return []Medium{Mail, WeCom, DingTalk, Feishu, Webhook} }

// Shared tells whether a notice goes to a group of people at once: whoever is
// told the same is then told with one message.
func (m Medium) Shared() bool { return m == WeCom || m == DingTalk || m == Feishu }

// place is a medium of one unit; an empty unit stands for all units.
type place struct {
	medium Medium
	unit   string
}

// Switchboard is all channels of an installation (渠道总台): it passes a notice
// on to the one that carries it. It does not change once it is in use.
type Switchboard struct {
	channels map[place]Channel
}

var _ Channel = (*Switchboard)(nil)

// NewSwitchboard makes a switchboard without any channel.
func NewSwitchboard() *Switchboard { return &Switchboard{channels: make(map[place]Channel)} }

// Connect has a channel carry the notices of a medium for a unit; an empty
// unit serves the units that have none of their own.
// Fault: invalid channel_twice.
func (s *Switchboard) Connect(m Medium, unit string, c Channel) error {
	if s.channels[place{m, unit}] != nil {
		return fault.New(fault.Invalid, "channel_twice", "two channels %s for unit %q", m, unit)
	}
	s.channels[place{m, unit}] = c
	return nil
}

// Of lists the media that serve a unit.
func (s *Switchboard) Of(unit string) []Medium {
	return slices.DeleteFunc(Media(), func(m Medium) bool { return s.find(m, unit) == nil })
}

func (s *Switchboard) find(m Medium, unit string) Channel {
	if c := s.channels[place{m, unit}]; c != nil {
		return c
	}
	return s.channels[place{m, ""}]
}

// Send implements Channel. A notice without a medium is a mail.
// Faults: those of the channel; invalid channel_not_configured.
func (s *Switchboard) Send(ctx context.Context, n Notice) error {
	m := n.Medium
	if m == "" {
		m = Mail
	}
	c := s.find(m, n.UnitID)
	if c == nil {
		return fault.New(fault.Invalid, "channel_not_configured", "no channel %s for unit %q", m, n.UnitID)
	}
	return c.Send(ctx, n)
}
