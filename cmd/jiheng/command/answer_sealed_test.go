package command

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/answer"
	"jiheng/internal/evaluation"
)

func TestWhatBecameOfASealedDossierIsToldInWords(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 1, 0, 0, 0, time.UTC)
	names := evaluation.Names{People: []evaluation.PersonName{{ID: "li", Post: "办公室主任"}, {ID: "wang", Post: "主要负责人"}}}
	s := answer.Sealed{
		Version: 1, Seq: 40, At: at, Digest: "d1", Served: "d1", Total: 9, Looks: 3,
		Public:      &answer.PublicCopy{At: at, Package: "p1", Served: "p2", Withdrawn: true},
		Kinds:       []answer.KindCount{{Type: evaluation.TypeTaskReturned, Count: 2}, {Type: evaluation.TypeReminded, Count: 7}},
		Corrections: []evaluation.Correction{{Number: 1, Reason: "数字有误", State: evaluation.CorrectionAgreed, By: "li", At: at, DecidedBy: "wang", DecidedAt: at}},
		Clearances:  []answer.ClearanceChange{{At: at, By: "li", Withheld: 1}, {At: at, By: "li", Changed: []string{"report.pdf"}}},
		LatestLooks: []answer.Look{{File: "package.zip", Person: "wang", OnBehalfOf: "li", Manner: "dossier", At: at}},
		Downloads:   []answer.PublicCount{{Path: "package.zip", Count: 5}},
		Grants:      []answer.GrantChange{{Person: "li", Role: "unit_office", At: at, Ended: true}},
		Opinions:    []answer.Opinion{{ReviewerLabel: "财政部门", Round: 1, Total: "88", By: "wang", At: at, Opinion: "佐证不足"}},
		FollowUps:   []evaluation.FollowUp{{ID: "e2", Title: "整改", StartedAt: at}}, SupersededBy: 2,
	}
	said := sealingLines(names, &s)
	for _, want := range []string{
		"第 1 版  2026-03-01 09:00:00 定稿（第 40 条流水）", "现在提供  d1  一致", "压缩包 SHA-256  p1", "现在向公众提供  p2  不一致（压缩包已停止提供）",
		"其中改动 3 条；任职变动 1 次；查阅领取 3 次；公开下载 5 次；后续流程 1 项",
		"更正  第 1 次  2026-03-01 09:00:00  办公室主任（li）申请：数字有误；主要负责人（wang） 于 2026-03-01 09:00:00 同意",
		"已由第 2 版取代", "与上一次不同的有：report.pdf", "主要负责人（wang），代办公室主任  领取  package.zip", "另有更早的查阅领取 2 次", "公开下载  package.zip  5 次",
		"办公室主任（li）不再担任办公室", "财政部门第 1 次  总分 88", "后续流程  2026-03-01 09:00:00  整改（e2）", "结论：现在提供的与定稿的不一致",
	} {
		require.Contains(t, said, want)
	}
	s.Public.Served = "p1"
	require.Contains(t, sealingLines(names, &s), "结论：现在提供的就是定稿的；定稿以后另有上列改动。")
	quiet := answer.Sealed{Version: 1, At: at, Digest: "d1", Served: "d1"}
	require.Contains(t, sealingLines(names, &quiet), "结论：没有变化")
	quiet.Served, quiet.Disposed = "", at
	require.Contains(t, sealingLines(names, &quiet), "结论：内容已按规定销毁")
}
