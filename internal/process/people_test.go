package process_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/process"
	"jiheng/processes"
)

// together is a process in which several act, with a place for each line that
// a test wants to change.
const together = `name: together
version: 1
title: 多人办理
roles:
  - { id: clerk, title: 经办人, held_by: unit }
  - { id: head, title: 负责人, held_by: unit }
  - { id: deputy, title: 副职, held_by: unit }
stages:
  - id: work
    title: 办理
    due: 9 days at 17:30
    reminders:
      - { offset: -3 workdays at 09:00, to: [assignee], repeat: { every: 1 workday, times: 3 } }
    escalations:
      - { offset: 1 workday, to: [head], repeat: { every: 2 days, times: 2 } }
    extension: { by: [head], at_most: 5 workdays }
    on_overdue: extend
    count_overdue: workdays
    steps:
      - { id: hand_in, title: 提交, by: [clerk, head], when_empty: escalate, superior: [deputy] }
      - id: agree
        title: 表决
        by: [head, clerk]
        quorum: all
        when_same: pass
        replacement: [deputy]
        decides: true
        return_to: hand_in
`

func TestParse_reads_what_several_do(t *testing.T) {
	t.Parallel()
	stage := parsed(t, together).Stages[0]
	require.Equal(t, evaluation.Offset{Count: 9, Minute: 17*60 + 30}, stage.Due)
	require.Equal(t, []evaluation.Notification{{
		Offset: evaluation.Offset{Count: -3, Workdays: true, Minute: 9 * 60}, To: []evaluation.Audience{{Assignee: true}},
		Every: evaluation.Offset{Count: 1, Workdays: true}, Times: 3,
	}}, stage.Reminders)
	require.Equal(t, []evaluation.Notification{{
		Offset: evaluation.Offset{Count: 1, Workdays: true}, To: []evaluation.Audience{{Role: "head"}},
		Every: evaluation.Offset{Count: 2}, Times: 2,
	}}, stage.Escalations)
	require.Equal(t, &evaluation.ExtensionRule{By: []evaluation.RoleID{"head"}, AtMost: evaluation.Offset{Count: 5, Workdays: true}}, stage.Extension)
	require.Equal(t, evaluation.OverdueExtend, stage.OnOverdue)
	require.Equal(t, evaluation.CountWorkdays, stage.CountOverdue)

	handIn, agree := stage.Steps[0], stage.Steps[1]
	require.Equal(t, evaluation.QuorumOne, handIn.Quorum)
	require.Equal(t, evaluation.EmptyEscalate, handIn.WhenEmpty)
	require.Equal(t, []evaluation.RoleID{"deputy"}, handIn.Superior)
	require.Equal(t, evaluation.SamePass, agree.WhenSame)
	require.Equal(t, []evaluation.RoleID{"deputy"}, agree.Replacement)
}

func TestParse_reads_every_quorum(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		quorum evaluation.Quorum
		rule   evaluation.QuorumRule
	}{
		"all":            {evaluation.QuorumAll, evaluation.QuorumRule{}},
		"any":            {evaluation.QuorumAny, evaluation.QuorumRule{}},
		"sequence":       {evaluation.QuorumSequence, evaluation.QuorumRule{}},
		"{ ratio: 2/3 }": {evaluation.QuorumRatio, evaluation.QuorumRule{Share: evaluation.Share{Numerator: 2, Denominator: 3}}},
		"{ ratio: 1/1 }": {evaluation.QuorumRatio, evaluation.QuorumRule{Share: evaluation.Share{Numerator: 1, Denominator: 1}}},
		"{ ratio: 1/2, more_than: true }": {
			evaluation.QuorumRatio, evaluation.QuorumRule{Share: evaluation.Share{Numerator: 1, Denominator: 2, MoreThan: true}},
		},
		"{ vote: 1/2, more_than: false, weights: { clerk: 3, head: 2 } }": {evaluation.QuorumVote, evaluation.QuorumRule{
			Share:   evaluation.Share{Numerator: 1, Denominator: 2},
			Weights: []evaluation.Weight{{Role: "clerk", Points: 3}, {Role: "head", Points: 2}},
		}},
	} {
		step := parsed(t, strings.Replace(together, "quorum: all", "quorum: "+text, 1)).Stages[0].Steps[1]
		require.Equal(t, want.quorum, step.Quorum, text)
		require.Equal(t, want.rule, step.Rule, text)
	}
	one := parsed(t, strings.NewReplacer("        quorum: all\n", "", "        replacement: [deputy]\n", "").Replace(together))
	require.Equal(t, evaluation.QuorumOne, one.Stages[0].Steps[1].Quorum)
}

// What a definition does not say stays empty, so that the source alone says
// what a version is.
func TestParse_fills_in_no_policies(t *testing.T) {
	t.Parallel()
	for _, sd := range parsed(t, string(shipped(t))).Stages {
		require.Empty(t, sd.OnOverdue)
		require.Empty(t, sd.CountOverdue)
		require.Nil(t, sd.Extension)
		for _, s := range sd.Steps {
			require.Empty(t, s.WhenEmpty)
			require.Empty(t, s.WhenSame)
			require.Empty(t, s.Rule)
		}
	}
}

// A definition that is not wrong in what the checks look for must pass: these
// are the neighbours of the broken ones.
func TestParse_accepts_the_neighbours_of_mistakes(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"times: 3 } }", "times: 4 } }"}, // the last one comes on the due date
		{"-3 workdays at 09:00", "0 days at 17:29, to: [assignee] }\n      - { offset: -8 days at 00:01"},
		{"at_most: 5 workdays", "at_most: 999 days"},
		{", at_most: 5 workdays", ""},
		{"on_overdue: extend", "on_overdue: return"},
		{"extension: { by: [head], at_most: 5 workdays }\n    on_overdue: extend", "on_overdue: close"},
		{"when_same: pass", "when_same: refuse"},
	} {
		require.Contains(t, together, pair[0])
		parsed(t, strings.Replace(together, pair[0], pair[1], 1))
	}
}

func TestSchedule_shows_repeats_and_hours(t *testing.T) {
	t.Parallel()
	def := parsed(t, together)
	s, err := process.NewSchedule(def, august(t))
	require.NoError(t, err)
	var text bytes.Buffer
	require.NoError(t, s.WriteTable(&text, def))
	golden(t, "testdata/plan_repeats.txt", text.String())
	encoded, err := json.MarshalIndent(s, "", "  ")
	require.NoError(t, err)
	golden(t, "testdata/plan_repeats.json", string(encoded)+"\n")
}

// The last turn may fall into a year whose holidays nobody has announced yet.
func TestSchedule_says_that_a_repeat_is_provisional(t *testing.T) {
	t.Parallel()
	due := func(last string) *process.Schedule {
		def := parsed(t, strings.NewReplacer("9 days at 17:30", "2026-12-23", "every: 2 days, times: 2", last).Replace(together))
		table := august(t)
		table.StartOn.Year = 2026
		s, err := process.NewSchedule(def, table)
		require.NoError(t, err)
		return s
	}
	require.False(t, due("every: 1 workday, times: 2").Provisional)
	require.True(t, due("every: 5 workdays, times: 3").Provisional)
}

// Version 2 is version 1 with more time about it: the same people do the same
// steps, so that whoever knows the one knows the other.
func TestTheSecondVersionHasTheSameSteps(t *testing.T) {
	t.Parallel()
	c, err := process.Load(processes.FS(), process.Options{})
	require.NoError(t, err)
	first, err := c.Find("overall-self-evaluation", 1)
	require.NoError(t, err)
	second, err := c.Find("overall-self-evaluation", 2)
	require.NoError(t, err)
	require.Equal(t, 2, second.Version)
	require.Equal(t, first.Roles, second.Roles)
	for i, sd := range second.Stages {
		require.Equal(t, evaluation.CountWorkdays, sd.CountOverdue)
		for j, step := range sd.Steps {
			if step.ID == "draft_notice" {
				require.Len(t, step.Form, 5)
				step.Form = first.Stages[i].Steps[j].Form
			}
			require.Equal(t, first.Stages[i].Steps[j], step)
		}
	}
}

func TestParse_reads_the_quorum_of_the_group(t *testing.T) {
	t.Parallel()
	source := read(t, "testdata/broken/quorum_lost_overdue.yaml")
	source = strings.Replace(source, "    on_overdue: close\n", "", 1)
	def, err := process.Parse("", []byte(source), standing())
	require.NoError(t, err)
	require.Equal(t, &evaluation.GroupRule{Quorum: evaluation.Share{Numerator: 1, Denominator: 2, MoreThan: true}}, def.Group)
	def, err = process.Parse("", []byte(strings.Replace(source, "group: { quorum: 1/2, more_than: true }\n", "", 1)), standing())
	require.NoError(t, err)
	require.Nil(t, def.Group, "what a source leaves open is not made up")
}
