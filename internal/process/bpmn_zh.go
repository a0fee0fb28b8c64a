package process

import (
	"fmt"

	"jiheng/internal/evaluation"
)

// Words on the diagram.
const (
	wordStart  = "启动"
	wordFinish = "办结"
	wordAgree  = "同意"
	wordReturn = "退回"
	wordDecide = "审核结果"
)

func documentProcess(def *evaluation.Definition) string {
	return fmt.Sprintf("%s，第 %d 版，原文摘要 %s。本图由流程定义生成，仅供查阅。", def.Title, def.Version, def.Digest)
}

func documentStage(sd evaluation.StageDefinition) string {
	text := "时限：" + lasting(sd.Due) + "。"
	if sd.ForEach != nil {
		text += "按" + sd.ForEach.Kind.Label() + "逐项办理"
		if sd.ForEach.Where != nil {
			text += "，条件：" + sd.ForEach.Where.Text()
		}
		text += "。"
	}
	return text
}

func documentStep(step evaluation.StepDefinition) string {
	if step.Effect != evaluation.EffectNone {
		return "系统办理：" + step.Effect.Label() + "。"
	}
	return "办理方式：" + step.Quorum.Label() + "。"
}

// lasting says how long a stage lasts.
func lasting(o evaluation.Offset) string {
	switch {
	case o.On != nil:
		return "至 " + o.On.String()
	case o.Workdays:
		return fmt.Sprintf("%d 个工作日", o.Count)
	case o.Count == 0:
		return "当日"
	default:
		return fmt.Sprintf("%d 天", o.Count)
	}
}
