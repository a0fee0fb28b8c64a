package audit

import (
	"encoding/json"
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// What is published is judged by who proposed it and who approved it.
func TestDefinitions_areJudgedByWhoPublishedThem(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, time.March, 2, 4, 0, 0, 0, time.UTC)
	version := policy.ShippedSource().Version()
	const propose, approve = "casbin:publishing/propose/unit", "casbin:publishing/approve/unit"
	for name, c := range map[string]struct {
		proposer, approver evaluation.PersonID
		at                 time.Duration
		before, source     string
		found              []Kind
	}{
		"as it should be":       {"sam", "kate", time.Hour, "proposed", "s", nil},
		"one's own proposal":    {"kate", "kate", time.Hour, "proposed", "s", []Kind{NotEntitled, DutyBroken}},
		"by who audits":         {"sam", "alex", time.Hour, "proposed", "s", []Kind{NotEntitled, NotEntitled}},
		"too late":              {"sam", "kate", 48 * time.Hour, "proposed", "s", []Kind{DutyBroken}},
		"after it was rejected": {"sam", "kate", time.Hour, "rejected", "s", []Kind{DutyBroken}},
		"another text":          {"sam", "kate", time.Hour, "proposed", "another", []Kind{DutyBroken}},
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
			{ID: 1, Person: "sam", Role: policy.SysAdmin, From: noon},
			{ID: 2, Person: "kate", Role: policy.SecurityAdmin, From: noon},
			{ID: 3, Person: "alex", Role: policy.AuditAdmin, From: noon},
		}})
		asked := administration.Row{
			"name": "p", "version": "3", "digest": "d", "source": "s", "state": c.before, "proposed_by": string(c.proposer),
			"expires_at": noon.Add(24 * time.Hour).Format(time.RFC3339Nano),
		}
		decided := maps.Clone(asked)
		decided["state"], decided["decided_by"] = "approved", string(c.approver)
		note(c.proposer, noon, propose, administration.RegisterChanged{
			Register: administration.DefinitionRequests, Rows: []administration.RowChange{{Key: "d1", After: asked}},
		})
		note(c.approver, noon.Add(c.at), approve, administration.RegisterChanged{
			Register: administration.Processes, Rows: []administration.RowChange{{Key: "p 3 d", After: administration.Row{"source": c.source}}},
		})
		note(c.approver, noon.Add(c.at), approve, administration.RegisterChanged{
			Register: administration.DefinitionRequests, Rows: []administration.RowChange{{Key: "d1", Before: asked, After: decided}},
		})
		for _, a := range r.acts {
			r.judgeAct(a)
		}
		require.Equal(t, c.found, found, name)
	}
}
