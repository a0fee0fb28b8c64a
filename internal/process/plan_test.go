package process_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/process"
	"jiheng/processes"
)

// The dates of the case the process was made after: formed on 5 August 2020,
// filed on the 28th.
func TestPlan_of_the_shipped_process_from_2020_08_05(t *testing.T) {
	t.Parallel()
	def := parsed(t, string(shipped(t)))
	stages, provisional, err := evaluation.Plan(def, evaluation.Timetable{
		StartOn: calendar.Date{Year: 2020, Month: time.August, Day: 5}, Calendar: calendar.China(),
	})
	require.NoError(t, err)
	require.False(t, provisional)
	due := make(map[evaluation.StageID]string)
	for _, s := range stages {
		due[s.ID] = s.DueOn.String() + " " + s.DueAt.Format(time.RFC3339)
	}
	require.Equal(t, map[evaluation.StageID]string{
		"formation":   "2020-08-05 2020-08-06T00:00:00+08:00",
		"self_check":  "2020-08-12 2020-08-13T00:00:00+08:00",
		"inspection":  "2020-08-17 2020-08-18T00:00:00+08:00",
		"roll_up":     "2020-08-27 2020-08-28T00:00:00+08:00",
		"publication": "2020-08-27 2020-08-28T00:00:00+08:00",
		"filing":      "2020-08-28 2020-08-29T00:00:00+08:00",
	}, due)
}

// What the parser accepts the core can run to its end, by the people of the
// case and the timeline alone.
func TestParse_accepts_only_what_runs_to_its_end(t *testing.T) {
	t.Parallel()
	run := func(t evaluationtest.T, def *evaluation.Definition) {
		c := evaluationtest.New(t)
		c.Definition = def
		c.Start.Parameters = nil
		c.Running().Finished()
		require.Equal(t, evaluation.Finished, c.Evaluation.State)
	}
	c, err := process.Load(processes.FS(), process.Options{})
	require.NoError(t, err)
	require.Len(t, c.All(), 16)
	for _, def := range c.All() {
		run(t, def)
	}

	rapid.Check(t, func(t *rapid.T) {
		source := drawProcess(t)
		def, err := process.Parse("", []byte(source), process.Options{})
		require.NoError(t, err, source)
		start := calendar.Date{Year: 2020, Month: time.January, Day: 1}.AddDays(rapid.IntRange(0, 2500).Draw(t, "start"))
		plannable(t, def, calendar.China(), start)
		run(t, def)
	})
}

// A slip of the pen never makes the parser panic, and what it still accepts
// can be planned.
func TestParse_survives_slips(t *testing.T) {
	t.Parallel()
	lines := strings.Split(string(shipped(t)), "\n")
	china := calendar.China()
	rapid.Check(t, func(t *rapid.T) {
		slipped := append([]string(nil), lines...)
		for range rapid.IntRange(1, 4).Draw(t, "slips") {
			i := rapid.IntRange(4, len(slipped)-1).Draw(t, "line")
			switch rapid.IntRange(0, 4).Draw(t, "slip") {
			case 0:
				slipped = append(slipped[:i], slipped[i+1:]...)
			case 1:
				slipped = append(slipped[:i+1], slipped[i:]...)
			case 2:
				j := rapid.IntRange(4, len(slipped)-1).Draw(t, "other line")
				slipped[i], slipped[j] = slipped[j], slipped[i]
			case 3:
				words := strings.Fields(strings.Join(lines, " "))
				old := rapid.SampledFrom(words).Draw(t, "old")
				slipped[i] = strings.Replace(slipped[i], old, rapid.SampledFrom(words).Draw(t, "new"), 1)
			case 4:
				slipped[i] = strings.TrimPrefix(slipped[i], "  ")
			}
		}
		def, err := process.Parse("", []byte(strings.Join(slipped, "\n")), process.Options{})
		if err == nil {
			plannable(t, def, china, calendar.Date{Year: 2020, Month: time.August, Day: 5})
		}
	})
}

// drawProcess writes a process that makes sense: stages after earlier ones,
// a group that is formed first, steps by those who are there.
func drawProcess(t *rapid.T) string {
	var b strings.Builder
	b.WriteString(`name: drawn
version: 1
title: 随机流程
roles:
  - { id: section, title: 科室, held_by: unit }
  - { id: unit_office, title: 办公室, held_by: unit }
  - { id: chair, title: 组长, held_by: appointment, minimum: 1, maximum: 1 }
  - { id: member, title: 组员, held_by: appointment, minimum: 1 }
  - { id: group_office, title: 领导小组办公室, held_by: appointment }
  - { id: bureau, title: 财政局, held_by: receiver }
stages:
  - id: formation
    title: 成立
    due: 0 days
    steps:
      - id: draft
        title: 拟
        by: [unit_office, section]
        form:
          - { name: members, title: 名单, kind: members, required: true }
      - { id: issue, title: 印发, by: [unit_office], decides: true, return_to: draft, appoints: [chair, member, group_office] }
`)
	n := rapid.IntRange(1, 6).Draw(t, "stages")
	for i := range n {
		drawStage(t, &b, i)
	}
	fmt.Fprintf(&b, `  - id: closing
    title: 报送
    after: [formation, s%d]
    due: %d workdays
    steps:
      - { id: seal, title: 定稿, effect: seal }
      - { id: publish, title: 公开, effect: publish }
      - { id: deliver, title: 送达, effect: file }
      - id: receive
        title: 签收
        by: [bureau]
        receives: true
        form: [{ name: receipt_no, title: 回执编号, kind: text, required: true }]
`, n-1, rapid.IntRange(0, 30).Draw(t, "closing"))
	return b.String()
}

func drawStage(t *rapid.T, b *strings.Builder, i int) {
	after := []string{"formation"}
	for j := range i {
		if rapid.Bool().Draw(t, "after") {
			after = append(after, fmt.Sprintf("s%d", j))
		}
	}
	due := rapid.IntRange(0, 40).Draw(t, "due")
	fmt.Fprintf(b, "  - id: s%d\n    title: 阶段\n    after: [%s]\n    due: %d %s\n", i, strings.Join(after, ", "), due,
		rapid.SampledFrom([]string{"days", "workdays", "days at 17:30", "workdays at 9:00"}).Draw(t, "unit"))
	each := rapid.Bool().Draw(t, "each")
	if each {
		fmt.Fprintf(b, "    for_each: { kind: project, where: amount >= %d }\n", rapid.IntRange(0, 100_000_000).Draw(t, "threshold"))
	}
	if due > 0 {
		fmt.Fprintf(b, "    reminders: [{ offset: -%d days, to: [assignee, member] }]\n", rapid.IntRange(0, due-1).Draw(t, "reminder"))
	}
	fmt.Fprintf(b, "    escalations: [{ offset: %d workdays, to: [chair]%s }]\n", rapid.IntRange(1, 5).Draw(t, "escalation"),
		rapid.SampledFrom([]string{"", ", repeat: { every: 1 workday, times: 3 }"}).Draw(t, "repeat"))
	b.WriteString(rapid.SampledFrom([]string{
		"", "    on_overdue: keep\n    count_overdue: workdays\n", "    extension: { by: [chair, unit_office], at_most: 3 workdays }\n",
	}).Draw(t, "lateness") + "    steps:\n")
	steps := rapid.IntRange(1, 4).Draw(t, "steps")
	for j := range steps {
		fmt.Fprintf(b, "      - { id: t%d, title: 环节, %s }\n", j, drawStep(t, j, each))
	}
}

func drawStep(t *rapid.T, j int, each bool) string {
	kinds := []string{
		"by: [unit_office, chair]",
		"by: [member, group_office], quorum: all",
		"by: [chair], form: [{ name: grade, title: 等级, kind: choice, required: true, options: [优, 良] }, { name: sheet, title: 表, kind: sheet }]",
		"by: [section], materials: [{ id: report, title: 报告 }], form: [{ name: cost, title: 金额, kind: money, required: true }]",
		"by: [member], decides: true",
		"by: [member, chair], quorum: any",
		"by: [chair, member], quorum: sequence",
		"by: [member, chair], quorum: { ratio: 2/3 }, replacement: [chair]",
		"by: [group_office], when_empty: skip, quorum: all",
		"by: [group_office], when_empty: escalate, superior: [chair]",
	}
	if j > 0 {
		kinds = append(kinds, "by: [chair, member], quorum: all, decides: true, return_to: t0",
			"by: [chair, member], quorum: { vote: 1/2, more_than: true, weights: { chair: 2 } }, decides: true, return_to: t0")
	}
	if each {
		kinds = append(kinds, "by: [section], of_item: true", "by: [chair, member], excludes: [{ department_of_item: true }]")
	}
	return rapid.SampledFrom(kinds).Draw(t, "step")
}
