package command

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/process"
	"jiheng/internal/store/storetest"
	"jiheng/processes"
)

// asked starts the case, and has somebody refused.
func (d auditDesk) asked() (id evaluation.ID, task evaluation.TaskID, refusal int64, at time.Time) {
	d.t.Helper()
	ctx, s := d.t.Context(), d.system()
	require.NoError(d.t, s.keepPolicy(ctx))
	require.NoError(d.t, s.store.SeedOrganisation(ctx, storetest.Organisation()))
	catalogue, err := process.Load(processes.FS(), process.Options{})
	require.NoError(d.t, err)
	source, err := catalogue.Source(storetest.Process, 2)
	require.NoError(d.t, err)
	_, err = s.store.PutDefinition(ctx, storetest.Process, source)
	require.NoError(d.t, err)
	in := evaluationtest.Start()
	started, err := s.store.Start(ctx, evaluation.Request{Actor: "office-head"}, storetest.Opening(), func(now *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := evaluation.Begin(now, in)
		return evaluation.Outcome{Events: events, Rule: "casbin:evaluation/start/unit", PolicyVersion: s.policy.Version()}, err
	})
	require.NoError(d.t, err)
	id = started.Evaluation.ID
	require.NoError(d.t, storetest.Turn(ctx, s.store, id))
	e, err := s.store.Whole(ctx, id)
	require.NoError(d.t, err)
	task = e.Tasks[0].ID
	claim := evaluation.Command{Action: evaluation.Claim, Task: task}
	refused, err := s.store.Update(ctx, evaluation.Request{Task: task, Actor: "hotline-head"}, func(now *evaluation.Situation) (evaluation.Outcome, error) {
		return s.policy.Decide(now, claim)
	})
	require.Error(d.t, err)
	return id, task, refused.Evaluation.Seq, time.Now()
}

func TestAuditAnswer_answersAtTheTerminalWhatTheAPIAnswers(t *testing.T) {
	t.Parallel()
	d := newAuditDesk(t)
	id, task, refusal, at := d.asked()
	of := "--evaluation=" + string(id)

	said, code := d.run("answer", "who-could", of, "--task", string(task), "--action", "claim", "--at", at.Format(time.RFC3339Nano))
	require.Equal(t, exitDone, code, said)
	require.Contains(t, said, "可以  office-head  以")
	require.Regexp(t, `(?s)可以办理的 \d+ 人：\n可以.*没有相应岗位的 \d+ 人：\n.*不能  hotline-head  不是候选办理人  casbin:task/claim/unit  岗位权限`, said)
	said, code = d.run("answer", "who-could", of, "--action", "claim", "--at", "yesterday")
	require.Equal(t, exitUsage, code, said)

	require.Contains(t, said, "应为形如 2026-03-01T09:00:00+08:00 或者 2026-03-01 09:00 的时点")
	said, code = d.run("answer", "who-could", of, "--task", "later", "--action", "claim", "--at", at.Format(time.RFC3339Nano))
	require.Equal(t, exitFailed, code, said)
	require.Contains(t, said, "没有编号为“later”的任务")

	said, code = d.run("answer", "why-refused", of, "--entry", strconv.FormatInt(refusal, 10))
	require.Equal(t, exitDone, code, said)
	for _, want := range []string{"办理“签收”，被拒绝", "原因  不是候选办理人", "casbin:task/claim/unit", "这一版策略把它授予", "可以  office-head"} {
		require.Contains(t, said, want)
	}
	said, code = d.run("answer", "why-refused", of, "--entry", "1")
	require.Equal(t, exitFailed, code, said)

	said, code = d.run("answer", "who-looked", of)
	require.Equal(t, exitDone, code, said)
	require.Contains(t, said, "没有记录：还没有人查阅、领取过。")
	require.Contains(t, said, "查询当时谁能办理", "who asked is told")
	said, code = d.run("answer", "after-sealing", of)
	require.Equal(t, exitFailed, code, said)

	s := d.system()
	noted, err := s.store.NotedOf(t.Context(), id, 100)
	require.NoError(t, err)
	kinds := map[string]int{}
	for _, e := range noted {
		kinds[e.Type]++
	}
	require.Equal(t, map[string]int{"answer_who_could": 2, "answer_why_refused": 2, "answer_who_looked": 1, "answer_after_sealing": 1}, kinds)
}

func TestWholeSecondsNameTheEndOfTheSecond(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 12, 1, 14, 23, 22, 0, time.UTC)
	end := at.Add(999_999 * time.Microsecond)
	require.Equal(t, end, secondsEnd(at, at.Add(time.Hour)))
	require.Equal(t, at.Add(80_000*time.Microsecond), secondsEnd(at.Add(80_000*time.Microsecond), at.Add(time.Hour)), "exact is exact")
	require.Equal(t, at.Add(time.Millisecond), secondsEnd(at, at.Add(time.Millisecond)), "nothing to come")
	require.Equal(t, at, secondsEnd(at, at.Add(-time.Second)), "what is to come is refused")
}

func TestAnActionThatIsNotAskedOfATaskIsToldOnce(t *testing.T) {
	t.Parallel()
	told := (&shell{}).sentence(fault.New(fault.Invalid, "unknown_action", "no action").WithFields(fault.Field{Name: "action", Reason: "unknown_action"}))
	require.Equal(t, 1, strings.Count(told, "没有这种操作"), told)
	require.Contains(t, told, "--task")
}
