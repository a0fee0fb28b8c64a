package table

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestQuantityOf(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]struct {
		value string
		unit  dimension
		sign  sign
	}{
		"≥2400份":       {"2400", pieces, atLeast},
		"≧20000亩":      {"13333333.333334", area, atLeast},
		"不少于12种":       {"12", pieces, atLeast},
		"９５．５０％以上":     {"95.5", percentage, atLeast},
		"大于等于 90 %":    {"90", percentage, atLeast},
		"≤ 3‰":         {"0.3", percentage, atMost},
		"不超过5个百分点":     {"5", percentage, atMost},
		"控制在5%以内":      {"5", percentage, atMost},
		"=100百分比":      {"100", percentage, equal},
		"1,234.50万元":   {"12345000", money, noSign},
		"150万":         {"1500000", unitless, noSign},
		"5.2万人次":       {"52000", visits, noSign},
		"1000元/生.年":    {"1000", money, noSign},
		"约300余户":       {"300", households, noSign},
		"共计36人(含临聘人员)": {"36", people, noSign},
		"十二场次":         {"12", times, noSign},
		"二十五天":         {"25", duration, noSign},
		"两千米":          {"2000", length, noSign},
		"无":            {"0", unitless, noSign},
		"已达到95%":       {"95", percentage, noSign},
		"100%覆盖":       {"100", percentage, noSign},
		"12次/年":        {"12", times, noSign},
		"3 0 0公里":      {"300000", length, noSign},
		"15分":          {"15", otherUnit, noSign},
		"-5%":          {"-5", percentage, noSign},
	} {
		q, ok := quantityOf(cell)
		require.True(t, ok, cell)
		require.Equal(t, want.value, q.value().Round(6).String(), cell)
		require.Equal(t, want.unit, q.unit.of, cell)
		require.Equal(t, want.sign, q.sign, cell)
	}
	for _, cell := range []string{
		"", "-", "—", "良好", "一般", "一次性通过", "一级", "完成3批共120人", "80%-100%", "100-80%(含)", "2023年12月", "全天候", "≥", "%", "1.2.3", "三五个",
		"资源采购期以当年为主", "一万年太久", "3:1",
	} {
		q, ok := quantityOf(cell)
		require.False(t, ok, "%s %v", cell, q)
	}
}

func TestDayOf(t *testing.T) {
	t.Parallel()
	for cell, last := range map[string]string{
		"2023年12月31日前": "2023-12-31", "2023年2月": "2023-02-28", "2024.2.9": "2024-02-09", "完成时间为2022年12月30日": "2022-12-30",
		"12月底前": "2022-12-31", "上半年": "2022-06-30", "第三季度": "2022-09-30", "2023年三季度末": "2023-09-30", "第4季度前完成": "2022-12-31", "2023年下半年": "2023-12-31", "年底前": "2022-12-31", "当年年末": "2022-12-31", "２０２３年底": "2023-12-31", "2022/6/5": "2022-06-05", "9月15日": "2022-09-15",
	} {
		day, ok := dayOf(cell, "2022")
		require.True(t, ok, cell)
		require.Equal(t, last, day.last.Format("2006-01-02"), cell)
	}
	for _, cell := range []string{"", "12个月", "1月-12月", "2022年1月至12月", "2022年13月", "2022年2月30日", "2022.5", "全年", "每季度一次", "按季度", "第一至第四季度", "年", "2022年", "完成", "内", "1-12月"} {
		_, ok := dayOf(cell, "2022")
		require.False(t, ok, cell)
	}
}

func TestDirectionOf(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]direction{
		"森林火灾受害率": downward, "主要林业有害生物成灾率": downward, "财政供养人员控制率": downward, "三公经费变动率": downward, "安全事故发生率": downward,
		"投诉率": downward, "投诉办结率": upward, "事故下降率": upward, "刑事案件破案率": upward, "高血压随访控制数": upward, "成本节约率": upward,
		"培训人数": upward, "工程验收合格率": upward, "信访量": downward, "平均办理时限": undecidable, "工程资金金额": undecidable, "增收额收入": upward,
		"资产负债率": downward, "失业人员培训人数": upward, "隐患排查次数": upward,
	} {
		require.Equal(t, want, directionOf(line{Row: Row{L3: name}}, noSign), name)
		require.Equal(t, upward, directionOf(line{Row: Row{L3: name}}, atLeast), name)
		require.Equal(t, downward, directionOf(line{Row: Row{L3: name}}, atMost), name)
	}
}
