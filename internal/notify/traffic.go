package notify

import (
	"cmp"
	"slices"
	"time"
)

// Line is one channel that is set up (渠道), without any of its secrets.
type Line struct {
	Medium Medium
	// Unit is whose it is, empty where it serves units without their own.
	Unit string
}

// Lines lists the channels that are set up.
func (s *Switchboard) Lines() []Line {
	var out []Line
	for p := range s.channels {
		out = append(out, Line{p.medium, p.unit})
	}
	slices.SortFunc(out, func(a, b Line) int {
		return cmp.Or(cmp.Compare(slices.Index(Media(), a.Medium), slices.Index(Media(), b.Medium)), cmp.Compare(a.Unit, b.Unit))
	})
	return out
}

// Traffic is how a medium goes for a unit (渠道运行情况).
type Traffic struct {
	Medium Medium
	Unit   string
	// Sent and Refused are of late, Waiting whatever its age.
	Sent, Refused, Waiting int
	LastSentAt             time.Time
	// Failure is the reason of the last failure, empty where there was none.
	Failure  string
	FailedAt time.Time
}
