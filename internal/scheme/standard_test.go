package scheme_test

import (
	"bytes"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/scheme"
	"jiheng/internal/scoring"
	"jiheng/processes"
)

func leaves(list []scoring.Indicator) map[string]scoring.Indicator {
	all := map[string]scoring.Indicator{}
	for _, i := range list {
		if i.Leaf() {
			all[i.ID] = i
		}
		maps.Copy(all, leaves(i.Children))
	}
	return all
}

// The appraisal of Wenzhou reads as its printed table does, in words of ours.
func TestStandard_says_the_rules_as_a_printed_table(t *testing.T) {
	t.Parallel()
	shipped, err := scheme.Load(processes.Schemes())
	require.NoError(t, err)
	s, err := shipped.Find("wenzhou-appraisal", 0)
	require.NoError(t, err)
	all := leaves(s.Indicators)
	require.Len(t, all, 22)
	for id, want := range map[string][2]string{
		"1.1": {"是否申报；是否按期，逾期多少天", "未申报的不得分；按期的得满分，每逾期5天扣1分，扣完为止"},
		"1.2": {
			"至“一下”是否全部通过形式审核；各项目退回次数；“二上”未按要求调整完善的项目数",
			"符合要求的得满分；至“一下”未全部通过形式审核的不得分；各项目退回的，每次扣1分，每个项目第一次不扣（系统假定）；“二上”未按要求调整完善的，每个项目扣1分，扣完为止",
		},
		"3.1": {"应报项目数与逾期项目数", "按期报送的得满分，逾期的按逾期项目占应报项目的比例扣分"},
		"3.3": {"比申报表缺失的指标项数；分值权数配置不合理的情形", "符合要求的得满分；比申报表缺失的指标，每项扣0.5分，扣完为止；分值权数配置不合理的酌情扣分"},
		"4.1": {"复核分；自评分与复核分的差距", "按复核分占100分的比例得分；复核分与自评分相差超过10分的，每差5分扣1分（系统假定），扣完为止；几个单位填报的，取各单位平均（系统假定）"},
		"4.2": {"评价结果的等级和评分", "结果为优的得5分，结果为良的按评分的比例得分，结果为合格的按评分的比例得分，结果为不合格的不得分；不适用的不考核，其余指标按百分制折算（系统假定）"},
		"5.2": {"是否充分应用评价结果", "符合要求的得满分；未充分应用评价结果的不得分"},
		"8.1": {"计划外自行组织的项目评价项数；计划外自行组织的专项资金评价项数", "计划外自行组织的项目评价每项加2分；计划外自行组织的专项资金评价每项加5分；最多加10分"},
	} {
		require.Equal(t, want[0], scheme.Looked(all[id]), id)
		require.Equal(t, want[1], scheme.Standard(s, all[id]), id)
	}
}

// What officials are shown of a scheme has no word of the engine in it.
func TestWriteScheme_speaks_Chinese(t *testing.T) {
	t.Parallel()
	shipped, err := scheme.Load(processes.Schemes())
	require.NoError(t, err)
	for _, s := range shipped.All() {
		for id, i := range leaves(s.Indicators) {
			text := scheme.Standard(s, i)
			require.NotRegexp(t, `[a-z]{2}|\$|：$|，$|；；|的的`, text, "%s %s", s.Name, id)
			require.Equal(t, len(i.Rules) > 0, text != "", "%s %s", s.Name, id)
		}
		var out bytes.Buffer
		require.NoError(t, scheme.WriteScheme(&out, s))
		head, _, _ := strings.Cut(out.String(), "依据没有规定、须在评分时选定的事项")
		require.NotRegexp(t, `closed_when|free_per|half_up|capped|\$[a-z]`, head, s.Name)
	}
}
