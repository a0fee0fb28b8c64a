package table_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// said gives what the only finding of a table says.
func said(t *testing.T, g given) string {
	t.Helper()
	found := g.check(t)
	require.Len(t, found, 1)
	return found[0].Message
}

func TestFinding_quotes_within_quotes_are_single(t *testing.T) {
	t.Parallel()
	require.Equal(t, "“‘三公’经费压减额”以相同的指标值和完成值出现两次，两处都计了分。", said(t, `
		year: 2022
		产出指标 | 数量指标 | “三公”经费压减额 | 10 | 12万元 | | 12万元 | 10 |
		产出指标 | 成本指标 | “三公”经费压减额 | 10 | 12万元 | | 12万元 | 10 |
	`))
}

func TestFinding_names_the_column_a_unit_comes_from(t *testing.T) {
	t.Parallel()
	require.Equal(t, "指标名称为“家庭医生签约率”，填的却不是比率：指标值24694（计量单位栏为“人”）、完成值24700（计量单位栏为“人”）。", said(t, `
		year: 2022
		产出指标 | 质量指标 | 家庭医生签约率 | 10 | 24694 | 人 | 24700 | 10 |
	`))
	require.Equal(t, "指标值“48”（计量单位栏为“次”）与完成值“152人”的计量单位不一致。", said(t, `
		year: 2022
		产出指标 | 数量指标 | 开展夜查行动 | 10 | 48 | 次 | 152人 | 10 |
	`))
}

func TestFinding_full_marks_in_words(t *testing.T) {
	t.Parallel()
	require.Equal(t, "指标值20间、完成值16间，未达标却得满分10，按完成比例应为8.00分。", said(t, `
		year: 2022
		产出指标 | 数量指标 | 维修教室 | 十分 | 20间 | | 16间 | 满分 |
	`))
}
