package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

const definitionProposals = "/api/v1/definition-proposals"

// newProcess is the process that the tests know, under another name.
func (b *bench) newProcess(name string) string {
	b.t.Helper()
	source, _ := b.newestSource()
	return strings.Replace(source, "name: overall-self-evaluation", "name: "+name, 1)
}

func (b *bench) newestSource() (source string, version int) {
	b.t.Helper()
	who := b.as("system-admin")
	v := into[api.DefinitionVersions](who.get("/api/v1/definitions").ok(http.StatusOK)).Versions[0]
	shown := into[api.DefinitionDetail](who.get(fmt.Sprintf("/api/v1/definitions/%s/%d", v.Name, v.Version)).ok(http.StatusOK))
	return shown.Source, v.Version
}

// nextVersion is the source with the next number, and a longer self-check.
func (b *bench) nextVersion() (source string, version int) {
	b.t.Helper()
	source, version = b.newestSource()
	next := strings.Replace(source, fmt.Sprintf("version: %d", version), fmt.Sprintf("version: %d", version+1), 1)
	return strings.Replace(next, "due: 7 days", "due: 9 days", 1), version + 1
}

// publishesProcess lets one administrator propose a source and another approve it.
func (b *bench) publishesProcess(source string) api.DefinitionProposal {
	b.t.Helper()
	p := into[api.DefinitionProposal](b.as("system-admin").post(definitionProposals, map[string]string{"source": source, "reason": "按新办法调整时限"}).ok(http.StatusOK))
	return into[api.DefinitionProposal](b.as("security-admin").post(definitionProposals+"/"+p.ID+"/approve", nil).ok(http.StatusOK))
}

func TestAVersionIsPublishedByTwo(t *testing.T) {
	t.Parallel()
	b := open(t)
	running := into[api.Evaluation](b.as("office-head").post("/api/v1/evaluations", b.start(t)).ok(http.StatusCreated))
	system, security, audit := b.as("system-admin"), b.as("security-admin"), b.as("audit-admin")
	source, version := b.nextVersion()
	wanted := map[string]string{"source": source, "reason": "按新办法调整时限"}

	for _, s := range []*someone{security, audit, b.as("office-head")} {
		require.Equal(t, "role_missing", s.post(definitionProposals, wanted).problem(http.StatusForbidden).Reason)
	}
	first := into[api.DefinitionProposal](system.post(definitionProposals, wanted).ok(http.StatusOK))
	require.Equal(t, "待批准", first.StateTitle)
	require.Equal(t, version, first.Version)
	require.Equal(t, "proposal_waits", system.post(definitionProposals, wanted).problem(http.StatusConflict).Reason)
	own := system.post(definitionProposals+"/"+first.ID+"/approve", nil).problem(http.StatusForbidden)
	require.Equal(t, "duty_conflict", own.Reason)
	require.Equal(t, "role_missing", audit.post(definitionProposals+"/"+first.ID+"/approve", nil).problem(http.StatusForbidden).Reason)
	_, still := b.newestSource()
	require.Equal(t, version-1, still, "nothing counts before two agree")

	shown := into[api.DefinitionProposal](security.get(definitionProposals + "/" + first.ID).ok(http.StatusOK))
	require.Equal(t, source, shown.Source)
	require.Equal(t, version-1, shown.BaseVersion)
	require.NotEqual(t, source, shown.BaseSource)
	may := map[string]bool{}
	for _, a := range shown.Actions {
		may[string(a.Action)] = a.Allowed
	}
	require.Equal(t, map[string]bool{"approve": true, "reject": true, "withdraw": false}, may)

	done := into[api.DefinitionProposal](security.post(definitionProposals+"/"+first.ID+"/approve", nil).ok(http.StatusOK))
	require.Equal(t, "已批准", done.StateTitle)
	_, newest := b.newestSource()
	require.Equal(t, version, newest)
	started := into[api.Evaluation](b.as("office-head").post("/api/v1/evaluations", b.start(t)).ok(http.StatusCreated))
	require.Equal(t, version, started.Process.Version, "what starts now goes by it")
	old := into[api.Evaluation](b.as("office-head").get("/api/v1/evaluations/" + running.ID).ok(http.StatusOK))
	require.Equal(t, version-1, old.Process.Version, "what runs keeps its own")

	list := into[api.DefinitionProposalPage](audit.get(definitionProposals).ok(http.StatusOK))
	require.Len(t, list.Proposals, 1)
	require.Empty(t, list.Proposals[0].Source, "lists carry no texts")
	b.as("office-head").get(definitionProposals).problem(http.StatusForbidden)
	b.anybody().get(definitionProposals).problem(http.StatusUnauthorized)
	b.anybody().post(definitionProposals, wanted).problem(http.StatusUnauthorized)
}

func TestWhatCannotBePublished(t *testing.T) {
	t.Parallel()
	b := open(t)
	system := b.as("system-admin")
	propose := func(source string) answer {
		return system.post(definitionProposals, map[string]string{"source": source, "reason": "按新办法调整时限"})
	}
	source, version := b.nextVersion()
	require.Equal(t, "definition_invalid", propose(strings.Replace(source, "due: 9 days", "due: 9 weeks", 1)).problem(http.StatusUnprocessableEntity).Reason)
	published, _ := b.newestSource()
	taken := propose(published).problem(http.StatusConflict)
	require.Equal(t, "version_not_new", taken.Reason)
	require.Contains(t, taken.Detail, fmt.Sprintf("第%d版", version-1))
	system.post(definitionProposals, map[string]string{"source": source, "reason": ""}).problem(http.StatusUnprocessableEntity)

	p := into[api.DefinitionProposal](propose(source).ok(http.StatusOK))
	security := b.as("security-admin")
	rejected := into[api.DefinitionProposal](security.post(definitionProposals+"/"+p.ID+"/reject", map[string]string{"reason": "时限不符合办法"}).ok(http.StatusOK))
	require.Equal(t, "时限不符合办法", rejected.Note)
	require.Equal(t, "proposal_settled", security.post(definitionProposals+"/"+p.ID+"/approve", nil).problem(http.StatusConflict).Reason)
	again := into[api.DefinitionProposal](propose(source).ok(http.StatusOK))
	withdrawn := into[api.DefinitionProposal](system.post(definitionProposals+"/"+again.ID+"/withdraw", map[string]string{"reason": "另行起草"}).ok(http.StatusOK))
	require.Equal(t, "已撤回", withdrawn.StateTitle)
	require.Equal(t, "proposal_not_found", security.post(definitionProposals+"/none/approve", nil).problem(http.StatusNotFound).Reason)
	_, newest := b.newestSource()
	require.Equal(t, version-1, newest)
}
