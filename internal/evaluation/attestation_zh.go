package evaluation

import "strings"

// Label is the property as people read it.
func (p Property) Label() string {
	switch p {
	case PropertyTruth:
		return "真实性"
	case PropertyCompletion:
		return "完整性"
	case PropertyConsistency:
		return "一致性"
	case PropertyConformity:
		return "规范性"
	case PropertyObjectivity:
		return "客观性"
	case PropertyAccuracy:
		return "准确性"
	}
	return string(p)
}

// attestationWording is the text of a statement. Its digest stands in the
// journal, so another wording is another text: journals keep the old one.
func attestationWording(title string, properties []Property, content string, answered bool) string {
	labels := make([]string, len(properties))
	for i, p := range properties {
		labels[i] = p.Label()
	}
	text := "本人已审阅《" + title + "》即将定稿的全部内容，对自评数据、评分、报告和佐证材料的" + strings.Join(labels, "、") + "负责。"
	if answered {
		text += "自评数据表和评分表中核对出的矛盾，本人已逐处核实填报的数和说明的理由。"
	}
	return text + "报送与公开以同一份定稿为准。所审阅内容的摘要（SHA-256）：" + content + "。"
}
