package api_test

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/process"
	"jiheng/processes"
)

// meets puts a version of the process in which any of the group decides, and
// more than half of it must take part.
func (b *bench) meets() *bench {
	b.t.Helper()
	return b.amended([2]string{"\nstages:\n", "\ngroup: { quorum: 1/2, more_than: true }\n\nstages:\n"}, [2]string{"quorum: all\n", "quorum: any\n"})
}

// amended puts a version of the process with texts of its own in place of
// texts that it has once.
func (b *bench) amended(changes ...[2]string) *bench {
	b.t.Helper()
	catalogue, err := process.Load(processes.FS(), process.Options{})
	require.NoError(b.t, err)
	source, err := catalogue.Source("overall-self-evaluation", 2)
	require.NoError(b.t, err)
	for _, change := range append(changes, [2]string{"version: 2\n", "version: 9\n"}) {
		require.Equal(b.t, 1, bytes.Count(source, []byte(change[0])), change[0])
		source = bytes.Replace(source, []byte(change[0]), []byte(change[1]), 1)
	}
	_, err = b.store.PutDefinition(b.t.Context(), "overall-self-evaluation", source)
	require.NoError(b.t, err)
	return b
}

func TestTheGroupDecidesOnceEnoughOfItHaveTakenPart(t *testing.T) {
	t.Parallel()
	p := started(t, open(t).meets()).checked()
	group := into[api.Group](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/group").ok(http.StatusOK))
	require.Equal(t, api.GroupQuorum{Share: "1/2", MoreThan: true, Text: "须有超过2分之1的成员表达意见，领导小组的决定才算数"}, group.Quorum)
	p.completes("finance-clerk", "roll_up", "compile", p.declared())
	mine := p.own("director", "roll_up", "approve")
	p.approves("director", "roll_up", "approve")
	said := map[string]api.Permission{}
	for _, one := range into[api.Permissions](p.as("director").get(path(mine, "actions")).ok(http.StatusOK)).Permissions {
		said[string(one.Action)] = one
	}
	require.False(t, said["approve"].Allowed)
	require.Equal(t, "quorum_not_reached", said["approve"].Reason)
	require.Equal(t, "已有1名成员表达意见，须有3名，领导小组的决定才算数。请等其他成员办理。", said["approve"].Text)
	p.approves("office-head", "roll_up", "approve")
	p.live("roll_up", "approve")
	p.approves("hotline-head", "roll_up", "approve")
	line := into[api.Timeline](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/timeline").ok(http.StatusOK))
	for _, s := range line.Stages {
		for _, task := range s.Tasks {
			require.False(t, task.Step == "approve" && (task.State == api.TaskStateOpen || task.State == api.TaskStateClaimed), "three of five have decided")
		}
	}
}

func TestAGroupWithoutARuleShowsNone(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	require.NotContains(t, p.as("auditor").get("/api/v1/evaluations/"+p.id+"/group").ok(http.StatusOK).text(), "quorum")
}
