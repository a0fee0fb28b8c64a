package notify_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/notify"
	"jiheng/internal/notify/notifytest"
)

func digest() *notify.Digest {
	d := &notify.Digest{DayText: "3月2日"}
	d.Overdue.Add(notify.DigestLine{Text: "2025年度整体支出绩效自评——填报自评表", Detail: "2026年2月27日24时", Link: "https://jx.example.gov.cn/tasks/1"})
	d.Today.Add(notify.DigestLine{Text: "2025年度整体支出绩效自评——复核", Detail: "2026年3月2日24时，待签收"})
	d.New.Add(notify.DigestLine{Text: "【退回】“填报自评表”已被退回，请修改"})
	return d
}

func TestTheWordingOfADigest(t *testing.T) {
	t.Parallel()
	letter, err := notify.Render(notify.DailyDigest, notify.Facts{Addressee: "预算科经办人", Digest: digest()})
	require.NoError(t, err)
	golden(t, "digest.txt", letter.Subject+"\n\n"+letter.Text)
	golden(t, "digest.html", letter.HTML)
}

func TestADigestOfVeryMuchIsShort(t *testing.T) {
	t.Parallel()
	d := &notify.Digest{DayText: "3月2日"}
	for i := range 500 {
		d.Soon.Add(notify.DigestLine{Text: fmt.Sprintf("任务%d", i)})
	}
	letter, err := notify.Render(notify.DailyDigest, notify.Facts{Digest: d})
	require.NoError(t, err)
	require.Contains(t, letter.Subject, "近期到期500项")
	require.Contains(t, letter.Text, "另有450项")
	require.Equal(t, 50, strings.Count(letter.HTML, "<li>"))
}

func TestADigestIsCleanedLikeEveryLetter(t *testing.T) {
	t.Parallel()
	d := &notify.Digest{DayText: "3月2日\r\nBcc: x"}
	d.New.Add(notify.DigestLine{Text: "<script>\n  - 假的一行", Link: "javascript:alert(1)"})
	letter, err := notify.Render(notify.DailyDigest, notify.Facts{Addressee: "a\r\nb", Digest: d})
	require.NoError(t, err)
	require.NotContains(t, letter.Subject, "\n")
	require.NotContains(t, letter.HTML, "<script")
	require.NotContains(t, letter.HTML+letter.Text, "javascript")
	require.Equal(t, 1, strings.Count(letter.Text, "\n  - "))
	require.True(t, (&notify.Digest{}).Empty())
	require.False(t, d.Empty())
}

func TestADigestIsMailed(t *testing.T) {
	t.Parallel()
	server := notifytest.Start(t, notifytest.Options{})
	n := notify.Notice{
		ID: "digest:p2:2026-03-02", PersonID: "p2", Address: "clerk@example.gov.cn", Kind: notify.DailyDigest,
		Facts: notify.Facts{Addressee: "预算科经办人", Digest: digest()},
	}
	require.NoError(t, channel(t, config(server)).Send(t.Context(), n))
	require.Contains(t, onlyMail(t, server).Subject, "【每日汇总】3月2日：已逾期1项，今日到期1项，新通知1条")
}
