package composition

// The words of the common form of a project.

const (
	titleProject     = "项目支出绩效"
	titleProjectForm = "自评表"
	moneyUnit        = "万元"
)

func moneyNames() []string {
	return []string{"年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金"}
}

// indicatorNames are the levels that the ministry's method of 2020 names
// (财预〔2020〕10号); the third is each unit's own.
func indicatorNames() []indicatorGroup {
	return []indicatorGroup{
		{"产出指标", []string{"数量指标", "质量指标", "时效指标", "成本指标"}},
		{"效益指标", []string{"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"}},
		{"满意度指标", []string{"服务对象满意度指标"}},
	}
}

// patternNames stand where a unit writes its own indicators.
func patternNames() []string { return []string{"指标1：", "指标2：", "……"} }
