package audit

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// Acts are judged by the roles that the journal says counted at that instant.
func TestActs_areJudgedByWhatCountedThen(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, time.March, 2, 4, 0, 0, 0, time.UTC)
	version := policy.ShippedSource().Version()
	grant := func(id int64, p evaluation.PersonID, role evaluation.RoleID, from, to time.Time) administration.Grant {
		return administration.Grant{ID: id, Person: p, Role: role, UnitID: "u", From: from, To: to, By: evaluation.SystemPerson}
	}
	wanted := administration.Grant{Person: "sue", Role: policy.UnitHead, UnitID: "u", By: "sam"}
	proposal := administration.GrantProposed{Proposal: "p", Kind: administration.Grants, Wanted: wanted, Reason: "r", ExpiresAt: noon.Add(24 * time.Hour)}
	approval := administration.GrantApproved{Proposal: "p", Grant: grant(9, "sue", policy.UnitHead, noon.Add(time.Hour), time.Time{})}
	for name, c := range map[string]struct {
		proposer, approver evaluation.PersonID
		rule               string
		at                 time.Duration
		found              []Kind
	}{
		"as it should be":            {"sam", "kate", "casbin:grant/approve/unit", time.Hour, nil},
		"by who audits":              {"sam", "alex", "casbin:grant/approve/unit", time.Hour, []Kind{NotEntitled}},
		"by who was it no more":      {"sam", "old", "casbin:grant/approve/unit", time.Hour, []Kind{NotEntitled}},
		"by who was it then":         {"sam", "old", "casbin:grant/approve/unit", time.Minute, nil},
		"by who was it not yet":      {"sam", "new", "casbin:grant/approve/unit", time.Minute, []Kind{NotEntitled}},
		"for oneself":                {"sam", "sue", "casbin:grant/approve/unit", time.Hour, []Kind{NotEntitled, DutyBroken}},
		"one's own proposal":         {"kate", "kate", "casbin:grant/approve/unit", time.Hour, []Kind{NotEntitled, DutyBroken}},
		"too late":                   {"sam", "kate", "casbin:grant/approve/unit", 48 * time.Hour, []Kind{DutyBroken}},
		"without a rule":             {"sam", "kate", "", time.Hour, []Kind{NotEntitled, RuleMissing}},
		"by a rule of another thing": {"sam", "kate", "casbin:grant/propose/unit", time.Hour, []Kind{NotEntitled}},
	} {
		var found []Kind
		r := newRun(Config{Now: time.Now}, func(f Finding) { found = append(found, Kind(f.Kind)) })
		authority, err := policy.ReadAuthority(policy.ShippedSource())
		require.NoError(t, err)
		r.policies[version] = authority
		seq := int64(0)
		note := func(by evaluation.PersonID, at time.Time, rule string, e administration.Event) {
			data, err := json.Marshal(e)
			require.NoError(t, err)
			seq++
			require.NoError(t, r.noted(journal.Entry{Seq: seq, At: at, Type: e.Type(), ActorID: string(by), Rule: rule, PolicyVersion: version, Data: data}))
		}
		note(evaluation.SystemPerson, noon, "", administration.GrantsRecorded{Origin: administration.Inherited, Grants: []administration.Grant{
			grant(1, "sam", policy.SysAdmin, noon, time.Time{}), grant(2, "kate", policy.SecurityAdmin, noon, time.Time{}),
			grant(3, "alex", policy.AuditAdmin, noon, time.Time{}), grant(4, "old", policy.SecurityAdmin, noon, noon.Add(30*time.Minute)),
			grant(5, "new", policy.SecurityAdmin, noon.Add(30*time.Minute), time.Time{}),
		}})
		note(c.proposer, noon, "casbin:grant/propose/unit", proposal)
		note(c.approver, noon.Add(c.at), c.rule, approval)
		for _, a := range r.acts {
			r.judgeAct(a)
		}
		require.Equal(t, c.found, found, name)
	}
}
