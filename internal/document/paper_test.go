package document_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/document"
	"jiheng/internal/typeset"
)

func TestPapers_say_what_they_are_filled_from(t *testing.T) {
	t.Parallel()
	const unit, bureau, subject = "湛江市人民政府行政服务中心", "湛江市财政局", "2019年度整体支出绩效自评"
	for name, c := range map[string]struct {
		paper typeset.Document
		want  string
	}{
		"formation": {
			document.FormationNotice{
				Number: "湛政服〔2020〕12号", Unit: unit, Addressee: "各科室", Subject: subject, Basis: "湛财绩〔2020〕6号", IssuedOn: day(2020, 8, 5), Until: day(2020, 12, 31),
				Posts: []document.Post{{Role: "组长", Office: "中心主任"}, {Role: "组员", Office: "督察科科长"}, {Role: "组员", Office: "业务科科长"}},
			}.Document(),
			`关于成立2019年度整体支出绩效自评工作领导小组的通知
湛政服〔2020〕12号
各科室：
为做好2019年度整体支出绩效自评工作，根据湛财绩〔2020〕6号，经研究，决定成立2019年度整体支出绩效自评工作领导小组，组成如下：
组长：中心主任
组员：督察科科长、业务科科长
领导小组任期至2020年12月31日。
湛江市人民政府行政服务中心（公章）
2020年8月5日
`,
		},
		"formation with an office": {
			document.FormationNotice{
				NumberDue: true, Unit: unit, Subject: subject, IssuedOn: day(2020, 8, 5), Tasks: "1.审定自评方案；\n2.审定自评报告。", Office: "中心办公室，负责具体工作",
				Posts: []document.Post{{Role: "组长", Office: "中心主任"}},
			}.Document(),
			`关于成立2019年度整体支出绩效自评工作领导小组的通知
　　　　〔2020〕　　号
为做好2019年度整体支出绩效自评工作，经研究，决定成立2019年度整体支出绩效自评工作领导小组，组成如下：
组长：中心主任
领导小组的主要职责：
1.审定自评方案；
2.审定自评报告。
领导小组办公室设在中心办公室，负责具体工作。
湛江市人民政府行政服务中心（公章）
2020年8月5日
`,
		},
		"formation in whole sentences": {
			document.FormationNotice{
				NumberDue: true, Unit: unit, Subject: subject, Tasks: "统筹自评工作", Office: "领导小组办公室设在财务室。",
				Posts: []document.Post{{Role: "组长", Office: "中心主任"}},
			}.Document(),
			`关于成立2019年度整体支出绩效自评工作领导小组的通知
　　　　〔　　〕　　号
为做好2019年度整体支出绩效自评工作，经研究，决定成立2019年度整体支出绩效自评工作领导小组，组成如下：
组长：中心主任
领导小组的主要职责：统筹自评工作。
领导小组办公室设在财务室。
湛江市人民政府行政服务中心（公章）
  年  月  日
`,
		},
		"rectification": {
			document.RectificationNotice{
				Number: "湛财绩〔2020〕20号", Bureau: bureau, Unit: unit, Subject: subject, Opinion: "基本属实。", IssuedOn: day(2020, 9, 10), Days: 30, DueOn: day(2020, 10, 10),
				Faults:  []document.Fault{{Problem: "公开早于报送", Demand: "查明原因。"}, {Problem: "数字不一致", Basis: "细则第三十三条", Demand: "更正并重新公开。"}},
				Contact: "绩效科", Telephone: "0759-0000000",
			}.Document(),
			`关于2019年度整体支出绩效自评发现问题的整改通知
湛财绩〔2020〕20号
湛江市人民政府行政服务中心：
我单位对你单位报送的2019年度整体支出绩效自评进行了审核，现将发现的问题和整改要求通知如下。
一、总体意见
基本属实。
二、存在的问题和整改要求
（一）公开早于报送
整改要求：查明原因。
（二）数字不一致
依据：细则第三十三条
整改要求：更正并重新公开。
三、报送整改情况
请对照上述问题逐项整改，于收到本通知后30日内（2020年10月10日前）将整改情况书面报送湛江市财政局。
联系岗位：绩效科；联系电话：0759-0000000
湛江市财政局（公章）
2020年9月10日
`,
		},
		"reply": {
			document.RectificationReply{
				Unit: unit, Bureau: bureau, Subject: subject, NoticeNumber: "湛财绩〔2020〕20号", NoticeOn: day(2020, 9, 10), RepliedOn: day(2020, 10, 9),
				Remedies: []document.Remedy{{Problem: "公开早于报送", Action: "先报送后公开", State: "已完成", DoneOn: day(2020, 10, 1), Responsible: "办公室"}, {Problem: "数字不一致", Action: "更正", State: "整改中"}},
				Further:  "年底前完成。", Enclosures: []string{"更正后的自评报告", "佐证材料"},
			}.Document(),
			`关于2019年度整体支出绩效自评发现问题整改情况的报告
湛江市财政局：
2020年9月10日整改通知（湛财绩〔2020〕20号）收悉。现将我单位2019年度整体支出绩效自评发现问题的整改情况报告如下。
一、问题整改情况
整改情况表
序号|问题|整改措施|进展|完成日期|责任岗位|
1|公开早于报送|先报送后公开|已完成|2020年10月1日|办公室|
2|数字不一致|更正|整改中|—||
二、下一步工作
年底前完成。
附件：1.更正后的自评报告
　　　2.佐证材料
湛江市人民政府行政服务中心（公章）
2020年10月9日
`,
		},
		"letter": {
			document.FilingLetter{
				Unit: unit, Receiver: bureau, Subject: subject, Basis: "湛财绩〔2020〕6号", FiledOn: day(2020, 8, 28), Enclosures: []string{"自评报告"}, Digest: "ab12", Statement: "本单位对材料的真实性负责。",
			}.Document(),
			`关于报送2019年度整体支出绩效自评材料的函
湛江市财政局：
根据湛财绩〔2020〕6号，我单位已完成2019年度整体支出绩效自评，现将有关材料随函报送，请予审核。
本单位对材料的真实性负责。
定稿卷宗的摘要（SHA-256）为ab12。本函写有该摘要，随卷宗另行送达，不在卷宗之内。
附件：自评报告
湛江市人民政府行政服务中心（公章）
2020年8月28日
`,
		},
	} {
		require.Equal(t, c.want, docxOf(t, c.paper), name)
		requireInPDF(t, c.paper, c.want)
	}
}

func TestTables_are_papers_as_well(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		paper typeset.Document
		want  string
	}{
		"data": {dataTable().Document(), `2019年度部门整体支出绩效自评数据表
评价单位（公章）：湛江市人民政府行政服务中心　　评价年度：2019年度　　填报日期：2020年8月27日
序号|指标名称|计算公式|计量单位|填报数|核算数|差异|数据来源|
1|整体支出完成率|财政拨款决算支出÷财政拨款决算收入|%|98.24|98.24|0.00|自评报告|
2|“公用经费”控制率|实际支出数÷预算安排数|%|55|55.54|0.54|自评报告|
3|固定资产利用率|实际在用固定资产总额÷所有固定资产总额|%|91|金额未公布，无法核算|—|=1+1|
4|收入预算||万元|2,305.30|—|—||
注1：填报数以公开的自评报告为准。
注2：差异为核算数减填报数。
单位负责人：　　　　　　　　填报人：　　　　　　　　联系电话：
`},
		"score": {scoreTable().Document(), `2019年度部门整体支出绩效自评评分表
评价单位（公章）：湛江市人民政府行政服务中心　　评价年度：2019年度　　填报日期：2020年8月27日
一级指标|评分指标|评分标准|分值|自评得分|评分依据|
预算编制情况|预算编制合理性|定性|未公布|未公布||
|预算编制规范性|定性|未公布|未公布||
预算使用效益|“三公”经费控制率||10|9.5|实际支出5.06万元|
自评总分|97|自评等级：优|
各项得分合计|96.5|合计对应等级：优/依据：得分四舍五入到一位小数|
单位负责人：　　　　　　　　填报人：　　　　　　　　联系电话：
`},
	} {
		require.Equal(t, c.want, docxOf(t, c.paper), name)
		requireInPDF(t, c.paper, c.want)
	}
}

func TestPapers_equal_input_gives_equal_bytes(t *testing.T) {
	t.Parallel()
	print := func() (out []byte) {
		var buf bytes.Buffer
		for _, d := range []typeset.Document{report().Document(), dataTable().Document(), scoreTable().Document()} {
			require.NoError(t, d.WriteDOCX(&buf))
			require.NoError(t, d.WritePDF(&buf))
		}
		return buf.Bytes()
	}
	want := print()
	for range 5 {
		require.Equal(t, want, print())
	}
}
