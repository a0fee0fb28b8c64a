package declaration_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// printed is a table of the common form: money 10, outputs 50, effects 30,
// satisfaction 10.
const printed = `{"figures":[],"about":{"project":"污水处理","money_unit":"万元","expected":"处理污水120万吨","reached":"处理污水114万吨"},
	"money":[{"name":"年度资金总额","initial":"200","full_year":"200","executed":"190","weight":"10","rate":"95%","score":"9.5"},
		{"name":"其中：当年财政拨款","initial":"200","full_year":"200","executed":"190"}],
	"items":[
		{"group":"产出指标（50分）","second":"数量指标","name":"污水处理量","unit":"万吨","weight":"30","target":"120","actual":"114","score":"28.5","reason":"六月设备检修停机九天，已改为分组检修"},
		{"group":"产出指标（50分）","second":"质量指标","name":"出水达标率","weight":"20","target":"≥95%","actual":"96%","score":"20"},
		{"group":"效益指标（30分）","second":"社会效益指标","name":"受益人口","weight":"30","target":"≥3万人","actual":"3.1万人","score":"30"},
		{"group":"满意度指标（10分）","second":"服务对象满意度指标","name":"居民满意度","weight":"10","target":"≥90%","actual":"92%","score":"10"}]}`

func TestThePrintedFormIsHeldAgainstItself(t *testing.T) {
	t.Parallel()
	d := parsed(t, printed)
	require.Equal(t, evaluation.SheetColumns(), d.Columns())
	require.Empty(t, d.Table("98", "优").Check())
	require.Empty(t, d.Contradictions("98", "优"))
	found := d.Contradictions("97", "优")
	require.Len(t, found, 1)
	require.Equal(t, "total_mismatch", found[0].Code)
	require.Equal(t, "98", found[0].Computed, "the points of the money count")
	require.Empty(t, parsed(t, contradictory+`}`).Columns(), "a table of points is no such form")
}

func TestADeviationDemandsAReasonWhereTheFormAsksForOne(t *testing.T) {
	t.Parallel()
	all := evaluation.SheetColumns()
	require.NoError(t, parsed(t, printed).CheckColumns(all, "98", "优"))
	for name, c := range map[string]struct{ sheet, field, reason string }{
		"points without a reason":  {`{"group":"产出","name":"数量","weight":"50","target":"100","actual":"90","score":"45"}`, "sheet.items.0.reason", "missing_reason"},
		"a mere word":              {`{"group":"产出","name":"数量","weight":"50","target":"100","actual":"90","score":"45","reason":"无"}`, "sheet.items.0.reason", "placeholder_reason"},
		"points off though met":    {`{"group":"产出","name":"数量","weight":"50","target":"100","actual":"100","score":"45"}`, "sheet.items.0.reason", "missing_reason"},
		"nothing reached":          {`{"group":"产出","name":"数量","weight":"50","target":"100","score":"50"}`, "sheet.items.0.actual", "missing_actual"},
		"nothing planned":          {`{"group":"产出","name":"数量","weight":"40","target":"100","actual":"100","score":"40"},{"group":"产出","name":"质量","weight":"10","actual":"100","score":"10"}`, "sheet.items.1.target", "missing_target"},
		"the rate of the money":    {`{"group":"产出","name":"数量","weight":"50","target":"100","actual":"100","score":"50"}],"money":[{"name":"年度资金总额","full_year":"100","executed":"90","weight":"10","score":"9"}`, "sheet.money.0.rate", "missing_actual"},
		"two of one name by place": {`{"group":"产出","name":"数量","weight":"40","target":"100","actual":"100","score":"40"},{"group":"产出","name":"数量","weight":"10","target":"100","actual":"90","score":"9"}`, "sheet.items.1.reason", "missing_reason"},
	} {
		err := parsed(t, `{"figures":[],"items":[`+c.sheet+`]}`).CheckColumns(all, "", "")
		require.Equal(t, "sheet_incomplete", fault.ReasonOf(err), name)
		require.Equal(t, c.field, fault.As(err).Fields[0].Name, name)
		require.Equal(t, c.reason, fault.As(err).Fields[0].Reason, name)
		require.NotEmpty(t, fault.As(err).Fields[0].Params["message"], name)
	}
	err := parsed(t, `{"figures":[],"items":[]}`).CheckColumns(all, "98.5", "优")
	require.Equal(t, "rows_missing", fault.As(err).Fields[0].Reason, "a table without a row is no table")
	err = parsed(t, printed).CheckColumns([]evaluation.SheetColumn{evaluation.ColumnTarget}, "98", "优")
	require.Equal(t, "sheet_incomplete", fault.ReasonOf(err))
	require.Equal(t, "column_not_asked", fault.As(err).Fields[0].Reason, "what the process has no place for is refused")
	require.NoError(t, parsed(t, contradictory+`}`).CheckColumns(nil, "97", "优"), "a form without the columns asks nothing")
}
