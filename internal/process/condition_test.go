package process_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/process"
)

const conditional = `name: conditional
version: 1
title: 条件
roles:
  - { id: clerk, title: 经办人, held_by: unit }
parameters:
  - { name: limit, title: 金额下限, unit: yuan, default: 1000000 }
  - { name: share, title: 比例, unit: percent, default: "0.1" }
stages:
  - id: first
    title: 阶段
    due: 1 day
    for_each:
      kind: project
      where: %s
    steps:
      - { id: do, title: 办理, by: [clerk] }
  - id: second
    title: 用到全部参数
    due: 1 day
    for_each: { kind: project, where: amount >= limit and amount >= share }
    steps:
      - { id: do, title: 办理, by: [clerk] }
`

func compile(t require.TestingT, text string) evaluation.Condition {
	def, err := process.Parse("", fmt.Appendf(nil, conditional, strconv.Quote(text)), process.Options{})
	require.NoError(t, err, text)
	return def.Stages[0].ForEach.Where
}

func project(amount string) evaluation.Item {
	return evaluation.Item{
		ID: "p1", Kind: evaluation.ItemProject, Title: "12345 热线（二期）", DepartmentID: "hotline", Amount: decimal.RequireFromString(amount),
	}
}

func values(limit, share string) []evaluation.ParameterValue {
	return []evaluation.ParameterValue{
		{Name: "limit", Value: decimal.RequireFromString(limit)},
		{Name: "share", Value: decimal.RequireFromString(share)},
	}
}

func TestCondition_Holds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		`amount >= limit`:                                true,
		`amount >= 1000000`:                              true,
		`amount > 1000000`:                               false,
		`amount >= 1000000.01`:                           false,
		`amount < limit`:                                 false,
		`amount != limit`:                                false,
		`amount == 1000000.00`:                           true,
		`amount * share == 100000`:                       true,
		`amount - limit == 0`:                            true,
		`amount + 0.1 + 0.2 == 1000000.3`:                true, // floats would say no
		`500000 <= amount < 2000000`:                     true,
		`1000000 < amount < 2000000`:                     false,
		`kind == "project"`:                              true,
		`kind in ["department", "unit"]`:                 false,
		`kind not in ["department", "unit"]`:             true,
		`department == "hotline" and not (amount < 1)`:   true,
		`title contains "（二期）"`:                          true,
		`title startsWith "12345" && title endsWith "期"`: false,
		`amount > 5000000 or title contains "热线"`:        true,
		`金额 >= 金额下限`:                                     true,
		`类别 == "project" and 名称 contains "热线" and 科室 != ""`: true,
		`(amount >= limit) == true`:                         true,
		`!(amount >= limit)`:                                false,
	} {
		holds, err := compile(t, text).Holds(project("1000000"), values("1000000", "0.1"))
		require.NoError(t, err, text)
		require.Equal(t, want, holds, text)
	}
}

func TestCondition_refuses_everything_else(t *testing.T) {
	t.Parallel()
	for text, reason := range map[string]string{
		`len(title) > 3`:                        "condition_not_allowed",
		`all([amount], # > 1)`:                  "condition_not_allowed",
		`amount > 1 ? true : false`:             "condition_not_allowed",
		`let x = amount; x > 1`:                 "condition_not_allowed",
		`amount / 3 > 1`:                        "condition_not_allowed",
		`amount % 3 == 1`:                       "condition_not_allowed",
		`amount ** 9 > 1`:                       "condition_not_allowed",
		`amount > -1`:                           "condition_not_allowed",
		`kind matches "(a+)+$"`:                 "condition_not_allowed",
		`kind in 1..1000000000`:                 "condition_not_allowed",
		`amount.Exponent() > 1`:                 "condition_not_allowed",
		`title[0:1] == "a"`:                     "condition_not_allowed",
		`kind == nil`:                           "condition_not_allowed",
		`$env == title`:                         "condition_unknown_name",
		`decimal_less(amount, limit)`:           "condition_not_allowed",
		`[kind] == ["project"]`:                 "condition_not_allowed",
		`kind in [1]`:                           "condition_kinds",
		`amount in ["project"]`:                 "condition_kinds",
		`amount == "1"`:                         "condition_kinds",
		`amount and true`:                       "condition_kinds",
		`not amount`:                            "condition_kinds",
		`title > kind`:                          "condition_kinds",
		`title + kind == ""`:                    "condition_kinds",
		`amount`:                                "condition_not_boolean",
		`true`:                                  "condition_without_item",
		`limit > share`:                         "condition_without_item",
		`amount >= 1_000_000`:                   "decimal_invalid",
		`amount >= 0x10`:                        "decimal_invalid",
		`amount >= 1e3`:                         "decimal_invalid",
		`amount >= 1234567890123456`:            "decimal_invalid",
		`amount >= 0.1234567`:                   "decimal_invalid",
		`amount >= 99999999999999999999999`:     "condition_syntax",
		`amount >= `:                            "condition_syntax",
		`amount >= 1)`:                          "condition_syntax",
		`amount ＞ 1`:                            "condition_full_width",
		`amount > 1 and kind == “project”`:      "condition_full_width",
		`amount > other`:                        "condition_unknown_name",
		strings.Repeat(`amount > 1 or `, 40):    "text_too_long",
		strings.Repeat(`1+`, 200) + `1==amount`: "condition_syntax", // too many nodes
	} {
		found := problems(t, "", fmt.Appendf(nil, conditional, strconv.Quote(text)))
		require.Len(t, found, 1, text)
		require.Equal(t, reason, found[0].Reason, text)
		require.Equal(t, 15, found[0].Line, text)
	}
}

func TestCondition_points_into_the_expression(t *testing.T) {
	t.Parallel()
	for text, column := range map[string]int{
		`amount >= limti`:          24,
		`"amount >= limti"`:        25,
		`'amount >= limti'`:        25,
		`'金额 >= limti'`:            21,
		`"金\u989D >= limti"`:       14, // escapes make the place uncertain
		`'kind == ''x'' or limti'`: 14,
	} {
		found := problems(t, "", fmt.Appendf(nil, conditional, text))
		require.Equal(t, "condition_unknown_name", found[0].Reason, text)
		require.Equal(t, [2]int{15, column}, [2]int{found[0].Line, found[0].Column}, text)
	}
}

func TestCondition_needs_its_parameters(t *testing.T) {
	t.Parallel()
	c := compile(t, "amount >= limit")
	_, err := c.Holds(project("1"), nil)
	require.ErrorIs(t, err, fault.New(fault.Internal, "parameter_missing", ""))
	require.Equal(t, "amount >= limit", c.Text())
}

// A parameter cannot take the place of a field by having its title.
func TestCondition_fields_come_before_titles(t *testing.T) {
	t.Parallel()
	source := strings.Replace(fmt.Sprintf(conditional, "金额 >= 5"), "title: 金额下限", "title: 金额", 1)
	holds, err := parsed(t, source).Stages[0].ForEach.Where.Holds(project("1"), values("1000000", "0.1"))
	require.NoError(t, err)
	require.False(t, holds)
}

// A title that two parameters share could mean either, so it means neither.
func TestCondition_shared_titles_name_nothing(t *testing.T) {
	t.Parallel()
	source := strings.Replace(fmt.Sprintf(conditional, "amount >= 比例"), "title: 金额下限", "title: 比例", 1)
	found := problems(t, "", []byte(source))
	require.Equal(t, "condition_unknown_name", found[0].Reason)
}

func TestCondition_compares_decimals_exactly(t *testing.T) {
	t.Parallel()
	c := compile(t, "amount >= limit")
	equal := compile(t, "amount == limit")
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.Int64Range(0, 999_999_999_999_999)
		a := decimal.New(digits.Draw(t, "amount"), rapid.Int32Range(-6, 0).Draw(t, "scale of amount"))
		b := decimal.New(digits.Draw(t, "limit"), rapid.Int32Range(-6, 0).Draw(t, "scale of limit"))
		if rapid.Bool().Draw(t, "nearly equal") {
			b = a.Add(decimal.New(rapid.Int64Range(-1, 1).Draw(t, "difference"), -6))
		}
		item := evaluation.Item{Amount: a, Kind: evaluation.ItemProject}
		given := []evaluation.ParameterValue{{Name: "limit", Value: b}}
		holds, err := c.Holds(item, given)
		require.NoError(t, err)
		require.Equal(t, a.Cmp(b) >= 0, holds)
		same, err := equal.Holds(item, given)
		require.NoError(t, err)
		require.Equal(t, a.Cmp(b) == 0, same)
	})
}

// What is written in a condition is the decimal that is meant, digit by digit.
func TestCondition_reads_literals_exactly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := decimal.New(rapid.Int64Range(0, 999_999_999_999_999).Draw(t, "digits"), rapid.Int32Range(-6, 0).Draw(t, "scale"))
		holds, err := compile(t, "amount == "+d.String()).Holds(evaluation.Item{Amount: d}, nil)
		require.NoError(t, err)
		require.True(t, holds, d.String())
	})
}

func TestCondition_is_safe_for_concurrent_use(t *testing.T) {
	t.Parallel()
	c := compile(t, `amount >= limit and kind in ["project"]`)
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for n := range 200 {
				amount := strconv.Itoa(i*200 + n)
				holds, err := c.Holds(project(amount), values("700", "0"))
				if err != nil || holds != (i*200+n >= 700) {
					t.Errorf("amount %s: %v %v", amount, holds, err)
				}
			}
		})
	}
	wait.Wait()
}
