package notify_test

import (
	"flag"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

func facts() notify.Facts {
	return notify.Facts{
		Addressee: "预算科经办人", Evaluation: "2025年度部门整体支出绩效自评", Task: "填报自评表", Unit: "市某局办公室",
		By: "绩效科复核人", DueText: "2026年3月31日24时", WorkdaysLeft: 3,
		Reason: "产出指标完成值缺少佐证材料。\n请补充验收单。", Link: "https://jx.example.gov.cn/tasks/42?from=mail",
	}
}

// The wording of every kind, as it is reviewed. -update writes it anew.
func TestTheWordingOfEveryKind(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, kind := range notify.Kinds() {
		f := facts()
		if kind == notify.Overdue || kind == notify.Escalation {
			f.WorkdaysLeft = -2
		}
		letter, err := notify.Render(kind, f)
		require.NoError(t, err)
		b.WriteString("==== " + string(kind) + "\n" + letter.Subject + "\n\n" + letter.Text)
	}
	golden(t, "letters.txt", b.String())
}

func TestThePage(t *testing.T) {
	t.Parallel()
	letter, err := notify.Render(notify.Returned, facts())
	require.NoError(t, err)
	golden(t, "returned.html", letter.HTML)
}

// update is registered once, for all golden files of the package.
var update = flag.Bool("update", false, "write golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
	}
	want, err := os.ReadFile(file) //nolint:gosec // a file of this package
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func TestALetterReadsWellWithoutFacts(t *testing.T) {
	t.Parallel()
	for _, kind := range notify.Kinds() {
		letter, err := notify.Render(kind, notify.Facts{})
		require.NoError(t, err)
		require.NotContains(t, letter.Text, "“”", kind)
		require.NotContains(t, letter.Text, "，，", kind)
		require.NotContains(t, letter.Text, "于前", kind)
		require.NotContains(t, letter.Text, "：\n\n\n", kind)
		require.NotContains(t, letter.HTML, "<a ", kind)
		require.NotContains(t, letter.HTML, "<table", kind)
		require.Contains(t, letter.Text, "相关事项", kind)
	}
}

func TestTheDaysLeftAreTold(t *testing.T) {
	t.Parallel()
	for days, want := range map[int]string{
		3: "距办理时限还有3个工作日", 1: "距办理时限还有1个工作日", 0: "将于今日到期", -2: "已超过办理时限2个工作日",
	} {
		letter, err := notify.Render(notify.Reminder, notify.Facts{Task: "填报自评表", WorkdaysLeft: days})
		require.NoError(t, err)
		require.Contains(t, letter.Subject, want)
		require.Contains(t, letter.Text, want)
	}
}

func TestAnUnknownKindHasNoWording(t *testing.T) {
	t.Parallel()
	_, err := notify.Render("surprise", facts())
	require.ErrorIs(t, err, fault.New(fault.Invalid, "notice_kind_unknown", ""))
}

func TestOnlyWebLinksAreLinks(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]string{
		"https://jx.example.gov.cn/tasks/1":                      "https://jx.example.gov.cn/tasks/1",
		"http://10.1.2.3:8080/tasks/1?a=b&c=d":                   "http://10.1.2.3:8080/tasks/1?a=b&c=d",
		"https://jx.example.gov.cn/任务":                           "https://jx.example.gov.cn/%E4%BB%BB%E5%8A%A1",
		"javascript:alert(1)":                                    "",
		"//jx.example.gov.cn/tasks/1":                            "",
		"/tasks/1":                                               "",
		"https://jx.gov.cn@evil.example/":                        "",
		"https://jx.example.gov.cn/\r\nBcc: x":                   "",
		"https://jx.example.gov.cn/" + strings.Repeat("a", 2000): "",
	} {
		f := facts()
		f.Link = link
		letter, err := notify.Render(notify.TaskOpened, f)
		require.NoError(t, err)
		found := regexp.MustCompile(`href="([^"]*)"`).FindStringSubmatch(letter.HTML)
		if want == "" {
			require.Nil(t, found, link)
			require.NotContains(t, letter.Text, "前往办理", link)
			continue
		}
		require.NotNil(t, found, link)
		require.Equal(t, want, html.UnescapeString(found[1]))
		require.Contains(t, letter.Text, "前往办理："+want+"\n")
	}
}

func TestLongFactsAreCutShort(t *testing.T) {
	t.Parallel()
	f := notify.Facts{Task: strings.Repeat("填", 120), By: strings.Repeat("人", 61), Reason: strings.Repeat("理", 2001)}
	letter, err := notify.Render(notify.Returned, f)
	require.NoError(t, err)
	require.Contains(t, letter.Subject, "“"+f.Task+"”", "what just fits stays whole")
	require.Contains(t, letter.Text, "\n经办人员："+strings.Repeat("人", 59)+"…\n")
	require.Contains(t, letter.Text, "\n退回意见："+strings.Repeat("理", 1999)+"…\n")
}

// Whatever people type, a letter keeps its form: one line of subject that
// prints, no markup but ours, nobody else's line in the text.
func TestNoFactBreaksTheForm(t *testing.T) {
	t.Parallel()
	tags := regexp.MustCompile(`<[^>]*>`)
	rapid.Check(t, func(t *rapid.T) {
		nasty := rapid.OneOf(rapid.String(), rapid.StringMatching(`(<script>|"|'|&|\{\{|\r\n|\x{202e}|\x{0}|中文|</p>| ){0,40}`))
		plain := notify.Facts{Addressee: "x", Evaluation: "x", Task: "x", Unit: "x", By: "x", DueText: "x", Reason: "x"}
		f := notify.Facts{
			Addressee: "x" + nasty.Draw(t, "addressee"), Evaluation: "x" + nasty.Draw(t, "evaluation"),
			Task: "x" + nasty.Draw(t, "task"), Unit: "x" + nasty.Draw(t, "unit"), By: "x" + nasty.Draw(t, "by"),
			DueText: "x" + nasty.Draw(t, "due"), Reason: "x" + nasty.Draw(t, "reason"), Link: nasty.Draw(t, "link"),
		}
		kind := rapid.SampledFrom(notify.Kinds()).Draw(t, "kind")
		got, err := notify.Render(kind, f)
		require.NoError(t, err)
		want, err := notify.Render(kind, plain)
		require.NoError(t, err)

		require.True(t, utf8.ValidString(got.Subject+got.Text+got.HTML))
		for _, r := range got.Subject {
			require.True(t, unicode.IsPrint(r), "%q", got.Subject)
		}
		require.LessOrEqual(t, utf8.RuneCountInString(got.Subject), 480)
		if !strings.Contains(got.HTML, "<a ") {
			require.Equal(t, tags.FindAllString(want.HTML, -1), tags.FindAllString(got.HTML, -1))
		}
		require.Len(t, unindented(got.Text), len(unindented(want.Text))+2*strings.Count(got.HTML, "<a "))
	})
}

// unindented gives the lines that look like lines of the letter itself.
func unindented(text string) []string {
	var found []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "    ") {
			found = append(found, line)
		}
	}
	return found
}
