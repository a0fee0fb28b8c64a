package composition_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/composition"
	"jiheng/internal/evaluation"
	"jiheng/internal/typeset/typesettest"
)

func TestARectification_has_its_notice_and_its_reply(t *testing.T) {
	t.Parallel()
	start := calendar.Date{Year: 2026, Month: 3, Day: 2}
	due := start.AddDays(30)
	e := &evaluation.Evaluation{
		ID: "ev-1", Title: "2025年度自评复核问题整改", Year: 2025, StartOn: start, Timescale: calendar.RealTime(),
		Process:    evaluation.ProcessRef{Name: evaluation.RectificationProcess},
		Parameters: []evaluation.ParameterValue{{Name: "reply_days", Value: decimal.NewFromInt(30)}},
		Stages:     []evaluation.Stage{{ID: "reply", DueOn: due, DueAt: due.AddDays(1).Start()}},
		Items: []evaluation.Item{
			{ID: "p-1", Kind: evaluation.ItemProblem, Title: "产出指标没有佐证"}, {ID: "p-2", Kind: evaluation.ItemProblem, Title: "结余原因不明"},
		},
		Tasks: []evaluation.Task{{
			Stage: "reply", Step: "fill", Item: "p-1", State: evaluation.StateCompleted,
			Submission: evaluation.Submission{Fields: []evaluation.FieldValue{
				{Name: "measures", Value: "补充验收单"}, {Name: "responsible_post", Value: "综合科科长"}, {Name: "done_on", Value: "2026-03-20"},
			}},
		}},
	}
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	names := evaluation.Names{Unit: "服务中心", Receiver: "财政局"}
	c, err := composition.Compose(&evaluation.Situation{Evaluation: e, Definition: &evaluation.Definition{}}, names, now)
	require.NoError(t, err)
	require.Len(t, c.Papers(), 2)
	for name, words := range map[string][]string{
		"rectification-notice": {"产出指标没有佐证", "结余原因不明", "30", "服务中心", "财政局"},
		"rectification-reply":  {"补充验收单", "综合科科长", "未报整改，视同未整改"},
	} {
		paper, err := c.Paper(name)
		require.NoError(t, err)
		require.Equal(t, []composition.Format{composition.DOCX, composition.PDF}, paper.Sealed)
		var docx, again bytes.Buffer
		require.NoError(t, paper.Write(composition.DOCX, &docx))
		require.NoError(t, paper.Write(composition.DOCX, &again))
		require.Equal(t, docx.Bytes(), again.Bytes())
		text := typesettest.DOCX(t, docx.Bytes())
		for _, w := range words {
			require.Contains(t, text, w, name)
		}
	}
}

// A reply is a draft until the head has signed it, and the bureau does not see
// before what it says.
func TestARectificationReply_is_a_draft_until_it_is_signed(t *testing.T) {
	t.Parallel()
	start := calendar.Date{Year: 2026, Month: 3, Day: 2}
	at := time.Date(2026, 3, 20, 2, 0, 0, 0, time.UTC)
	said := func(measures string) evaluation.Submission {
		return evaluation.Submission{Fields: []evaluation.FieldValue{{Name: "measures", Value: measures}, {Name: "done_on", Value: "2026-03-20"}}}
	}
	e := &evaluation.Evaluation{
		ID: "ev-1", Title: "关于服务中心2025年度绩效自评整改", UnitID: "centre", Year: 2025, StartOn: start, Timescale: calendar.RealTime(),
		Process: evaluation.ProcessRef{Name: evaluation.RectificationProcess},
		Stages:  []evaluation.Stage{{ID: "reply", DueOn: start.AddDays(30), DueAt: start.AddDays(31).Start()}},
		Items:   []evaluation.Item{{ID: "p-1", Kind: evaluation.ItemProblem, Title: "产出指标没有佐证"}},
		Origin:  &evaluation.Origin{Number: "2026-0007"},
		Tasks:   []evaluation.Task{{Stage: "reply", Step: "fill", Item: "p-1", State: evaluation.StateCompleted, SettledAt: at, Submission: said("补充验收单")}},
	}
	printed := func(name string, outside bool) string {
		c, err := composition.Draft(&evaluation.Situation{Evaluation: e, Definition: &evaluation.Definition{}}, evaluation.Names{Unit: "服务中心", Receiver: "财政局"})
		require.NoError(t, err)
		if outside {
			c = c.ForReceiver()
		}
		return text(t, c, name)
	}
	notice := printed("rectification-notice", true)
	require.Contains(t, notice, "关于服务中心2025年度绩效自评发现问题的整改通知")
	require.NotContains(t, notice, "关于关于")
	require.Contains(t, notice, "我单位对你单位报送的2025年度绩效自评材料（收件编号：2026-0007）进行了审核")
	require.Contains(t, notice, "财政局（公章）")

	require.Contains(t, printed("rectification-reply", false), "整改情况的报告（未定稿）")
	require.Contains(t, printed("rectification-reply", false), "补充验收单|单位尚未签发")
	require.Contains(t, printed("rectification-reply", true), "整改情况的报告（未定稿）")
	require.NotContains(t, printed("rectification-reply", true), "补充验收单")

	signed := at.Add(time.Hour)
	e.Tasks = append(e.Tasks, evaluation.Task{Stage: "reply", Step: "sign", Item: "p-1", State: evaluation.StateCompleted, SettledAt: signed})
	for _, outside := range []bool{true, false} {
		require.NotContains(t, printed("rectification-reply", outside), "未定稿")
		require.Contains(t, printed("rectification-reply", outside), "补充验收单")
	}

	e.Tasks = append(e.Tasks, evaluation.Task{Stage: "reply", Step: "fill", Item: "p-1", State: evaluation.StateCompleted, SettledAt: signed.Add(time.Hour), Submission: said("另附照片")})
	require.Contains(t, printed("rectification-reply", true), "补充验收单", "the bureau reads what was signed last")
	require.NotContains(t, printed("rectification-reply", true), "另附照片")
	require.Contains(t, printed("rectification-reply", false), "另附照片|单位尚未签发")
}

// The notice names what the unit filed as the unit called it, and keeps the
// heading that the bureau wrote.
func TestARectificationNotice_keeps_the_titles_that_were_given(t *testing.T) {
	t.Parallel()
	e := &evaluation.Evaluation{
		ID: "ev-2", Title: "关于服务中心2025年度自评问题的整改通知", Year: 2025, StartOn: calendar.Date{Year: 2026, Month: 3, Day: 2},
		Timescale: calendar.RealTime(), Process: evaluation.ProcessRef{Name: evaluation.RectificationProcess},
		Origin: &evaluation.Origin{Evaluation: "ev-1", Number: "2026-0007"},
	}
	names := evaluation.Names{Unit: "服务中心", Receiver: "财政局", Reviewed: "2025年度窗口设备更新项目绩效自评"}
	notice := func() string {
		c, err := composition.Draft(&evaluation.Situation{Evaluation: e, Definition: &evaluation.Definition{}}, names)
		require.NoError(t, err)
		return text(t, c, "rectification-notice")
	}
	require.Contains(t, notice(), "关于服务中心2025年度自评问题的整改通知")
	require.NotContains(t, notice(), "自评发现问题的整改通知")
	require.Contains(t, notice(), "你单位报送的2025年度窗口设备更新项目绩效自评材料（收件编号：2026-0007）进行了审核")
	e.Title = "服务中心整改"
	require.Contains(t, notice(), "关于2025年度窗口设备更新项目绩效自评发现问题的整改通知")
}
