package evaluation_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// atForm is a case whose submit step has a form of one field of a kind.
func atForm(t *testing.T, f evaluation.FormField) func(evaluation.Submission) error {
	t.Helper()
	c, by, task := atSubmit(t)
	c.Definition.Stages[1].Steps[0].Form = []evaluation.FormField{f}
	return func(sub evaluation.Submission) error {
		_, err := evaluation.Apply(c.Situation(by), evaluation.Command{Action: evaluation.Complete, Task: task.ID, Submission: sub})
		return err
	}
}

func TestAFieldTakesWhatItsKindAllows(t *testing.T) {
	t.Parallel()
	options := []string{"优", "良", "中", "差"}
	for _, row := range []struct {
		kind       evaluation.FieldKind
		good, bad  []string
		wantReason string
	}{
		{evaluation.FieldText, []string{"x", strings.Repeat("x", evaluation.MaxField)}, []string{strings.Repeat("x", evaluation.MaxField+1)}, "text_too_long"},
		{evaluation.FieldPart, []string{"x", "设五个科室。", "无重大偏离。", strings.Repeat("字", evaluation.MaxPart/3)}, []string{strings.Repeat("x", evaluation.MaxPart) + "y"}, "text_too_long"},
		{evaluation.FieldDate, []string{"2020-02-29"}, []string{"2021-02-29", "2020/08/05", "20200805", "8月5日", " 2020-08-05"}, "date_invalid"},
		{
			evaluation.FieldMoney,
			[]string{"0", "19528200.00", "0.000001", "99999999999999.999999", "1e20", strings.Repeat("0", 38) + "97"},
			[]string{"-0.01", "1,000", "98.24%", "1e21", "1e-7", "0.0000001", "123456789012345678901", "NaN", strings.Repeat("0", 41), "1万"},
			"number_invalid",
		},
		{evaluation.FieldPoints, []string{"97", "98.24"}, []string{"-1", "ninety", "97分"}, "number_invalid"},
		{evaluation.FieldChoice, []string{"优", "差"}, []string{"优秀", "A", "优 "}, "choice_unknown"},
	} {
		try := atForm(t, evaluation.FormField{Name: "value", Title: "Value", Kind: row.kind, Options: options})
		for _, value := range row.good {
			require.NoError(t, try(evaluationtest.Fields("value", value)), "%s %.50q", row.kind, value)
		}
		for _, value := range row.bad {
			err := try(evaluationtest.Fields("value", value))
			requireFault(t, err, fault.Invalid, "form_incomplete")
			require.Equal(t, []string{"value " + row.wantReason}, reasons(err), "%s %.50q", row.kind, value)
			require.Equal(t, map[string]string{"title": "Value"}, fault.As(err).Fields[0].Params)
		}
	}
}

func TestARequiredFieldIsNotLeftOutOrBlank(t *testing.T) {
	t.Parallel()
	for _, kind := range evaluation.FieldKinds() {
		try := atForm(t, evaluation.FormField{Name: "value", Kind: kind, Required: true, Options: []string{" "}})
		for _, sub := range []evaluation.Submission{{}, evaluationtest.Fields("value", ""), evaluationtest.Fields("value", " \n")} {
			require.Contains(t, reasons(try(sub)), "value field_required", "%s %v", kind, sub)
		}
		try = atForm(t, evaluation.FormField{Name: "value", Kind: kind})
		require.NoError(t, try(evaluation.Submission{}), "%s may be left out", kind)
	}
}

func TestWhatWasNotAskedIsNotTaken(t *testing.T) {
	t.Parallel()
	try := atForm(t, evaluation.FormField{Name: "value", Kind: evaluation.FieldText})
	require.Equal(t, []string{"colour field_unknown"}, reasons(try(evaluationtest.Fields("value", "x", "colour", "red"))))
	require.Equal(t, []string{"value field_twice"}, reasons(try(evaluationtest.Fields("value", "x", "value", "y"))))
	require.Equal(t, []string{"members field_unknown"}, reasons(try(evaluation.Submission{Members: evaluationtest.Group()})))
	require.Equal(t, []string{"sheet field_unknown"}, reasons(try(evaluation.Submission{Sheet: evaluationtest.Sheet()})))
}

func TestMembersAndSheetsAreNotHandedInAsText(t *testing.T) {
	t.Parallel()
	for _, kind := range []evaluation.FieldKind{evaluation.FieldMembers, evaluation.FieldSheet} {
		try := atForm(t, evaluation.FormField{Name: "value", Kind: kind})
		require.Equal(t, []string{"value field_unknown"}, reasons(try(evaluationtest.Fields("value", "x"))))
	}
}

func TestASheetIsAnObject(t *testing.T) {
	t.Parallel()
	try := atForm(t, evaluation.FormField{Name: "sheet", Kind: evaluation.FieldSheet, Required: true})
	for _, good := range []string{`{}`, " \n{\"a\":1}"} {
		require.NoError(t, try(evaluation.Submission{Sheet: json.RawMessage(good)}), good)
	}
	for _, bad := range []string{`null`, `[]`, `97`, `"{}"`} {
		require.Equal(t, []string{"sheet sheet_invalid"}, reasons(try(evaluation.Submission{Sheet: json.RawMessage(bad)})), bad)
	}
}

func TestAllMistakesAreToldAtOnce(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("roll_up")
	err := c.As(evaluationtest.FinanceOfficer()).On("roll_up", evaluation.WholeItem, "compile").Claims().Tries(
		evaluation.Command{Action: evaluation.Complete, Submission: evaluationtest.Fields("total", "-1", "grade", "A", "extra", "x")})
	requireFault(t, err, fault.Invalid, "form_incomplete")
	require.Equal(t, []string{
		"total number_invalid", "grade choice_unknown", "sheet field_required", "extra field_unknown",
	}, reasons(err))
}

func TestWhatWasHandedInStandsInTheTask(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("roll_up")
	w := c.As(evaluationtest.FinanceOfficer()).On("roll_up", evaluation.WholeItem, "compile").Claims().Completes(compiled())
	require.Equal(t, compiled(), w.Task().Submission)
	require.Equal(t, "97", w.Task().Submission.Field("total"))
	require.Empty(t, w.Task().Submission.Field("problems"))
}

func TestAMandatoryPartOfTheReportHasToBeWritten(t *testing.T) {
	t.Parallel()
	field := evaluation.FormField{Name: "overview", Title: "部门概述", Kind: evaluation.FieldPart, Required: true, Article: "第二十七条第（一）项"}
	try, optional := atForm(t, field), atForm(t, evaluation.FormField{Name: "overview", Title: "部门概述", Kind: evaluation.FieldPart})
	refusal := func(err error) string {
		requireFault(t, err, fault.Invalid, "form_incomplete")
		require.Equal(t, "部门概述", fault.As(err).Fields[0].Params["title"])
		return fault.As(err).Fields[0].Reason
	}
	require.Equal(t, "field_required", refusal(try(evaluation.Submission{})))
	require.Equal(t, "field_required", refusal(try(evaluationtest.Fields("overview", " \n"))))
	for _, text := range []string{
		"无", "无。", "（无）", "暂无", "略", "——", "……", "0", "/", "xxx", "×××", "XXXX", "待补充", "【待补充】", "请填写部门职能", "（请在此填写部门概述，200字以内）",
		"部门概述", "部门概述：", "N/A", "同上", "1111", "此处填写正文",
	} {
		require.Equal(t, "report_part_placeholder", refusal(try(evaluationtest.Fields("overview", text))), text)
		require.NoError(t, optional(evaluationtest.Fields("overview", text)), text)
	}
	for _, text := range []string{"本年度无绩效偏离。", "无存在问题，原因是目标均已完成。", "设五个科室，编制24人。", "请填写部门职能。" + strings.Repeat("职能如下。", 20)} {
		require.NoError(t, try(evaluationtest.Fields("overview", text)), text)
	}
	require.NoError(t, optional(evaluation.Submission{}))
}
