package audit

import (
	"strings"
	"time"

	"jiheng/internal/administration"
	"jiheng/policy"
)

// unpublished names what is wrong with how a process definition was published
// or decided about: by who proposed it, twice, too late, or without a proposal.
func (r *run) unpublished(a act) string {
	changed, ok := a.event.(administration.RegisterChanged)
	if !ok {
		return ""
	}
	for _, row := range changed.Rows {
		if changed.Register == administration.Processes && !r.approvedDefinition(a, row) {
			return "proposal:missing"
		}
		if rule := decidedWrongly(a, row); changed.Register == administration.DefinitionRequests && rule != "" {
			return rule
		}
	}
	return ""
}

func decidedWrongly(a act, row administration.RowChange) string {
	was, is := row.Before, row.After
	if was == nil || is == nil {
		return ""
	}
	expires, err := time.Parse(time.RFC3339Nano, was["expires_at"])
	decides := is["state"] == string(administration.Approved) || is["state"] == string(administration.Rejected)
	switch {
	case decides && was["proposed_by"] == string(a.actor):
		return policy.OwnProposal
	case was["state"] != string(administration.Proposed):
		return "proposal:" + was["state"]
	case err != nil || !a.at.Before(expires):
		return "proposal:" + string(administration.Expired)
	}
	return ""
}

// approvedDefinition tells whether who published a text approved the proposal
// to publish exactly that.
func (r *run) approvedDefinition(a act, row administration.RowChange) bool {
	for _, p := range r.offices.Registers[administration.DefinitionRequests] {
		key := strings.Join([]string{p["name"], p["version"], p["digest"]}, " ")
		if key == row.Key && p["state"] == string(administration.Approved) && p["decided_by"] == string(a.actor) && p["source"] == row.After["source"] {
			return true
		}
	}
	return false
}
