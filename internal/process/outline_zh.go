package process

import (
	"fmt"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/quotation"
)

// Outline is a definition as people read it (流程说明): every rule of it as a
// sentence, in its order.
type Outline struct {
	Roles      []OutlineRole
	Parameters []string
	Stages     []OutlineStage
	Rules      []string
}

// OutlineRole is a role with where its holders come from.
type OutlineRole struct{ Title, From string }

// OutlineStage is a stage with its rules.
type OutlineStage struct {
	ID    evaluation.StageID
	Title string
	Rules []string
	Steps []OutlineStep
}

// OutlineStep is a step with who does it and its rules.
type OutlineStep struct {
	ID         evaluation.StepID
	Title, Who string
	Rules      []string
}

// Outlined tells a definition in sentences.
func Outlined(def *evaluation.Definition) Outline {
	o := outlining{def}
	out := Outline{Rules: o.rules()}
	for _, r := range def.Roles {
		out.Roles = append(out.Roles, OutlineRole{r.Title, o.holding(r)})
	}
	for _, p := range def.Parameters {
		out.Parameters = append(out.Parameters, fmt.Sprintf("%s：默认 %s%s", p.Title, p.Default, unitChinese(p.Unit)))
	}
	for _, sd := range def.Stages {
		out.Stages = append(out.Stages, o.stage(sd))
	}
	return out
}

type outlining struct{ def *evaluation.Definition }

func (o outlining) holding(r evaluation.Role) string {
	text := r.HeldBy.Label()
	if r.HeldBy != evaluation.HeldByAppointment {
		return text
	}
	switch {
	case r.Minimum == r.Maximum && r.Maximum > 0:
		return fmt.Sprintf("%s，%d 人", text, r.Maximum)
	case r.Maximum > 0:
		return fmt.Sprintf("%s，%d 至 %d 人", text, r.Minimum, r.Maximum)
	case r.Minimum > 0:
		return fmt.Sprintf("%s，不少于 %d 人", text, r.Minimum)
	}
	return text
}

func (o outlining) stage(sd evaluation.StageDefinition) OutlineStage {
	out := OutlineStage{ID: sd.ID, Title: sd.Title}
	add := func(format string, args ...any) { out.Rules = append(out.Rules, fmt.Sprintf(format, args...)) }
	if len(sd.After) > 0 {
		add("在%s之后开始", o.stages(sd.After))
	} else {
		add("启动时开始")
	}
	if sd.Opens != nil {
		add("再过%s开启", strings.TrimSpace(lasting(*sd.Opens)))
	}
	add("时限：%s", lasting(sd.Due))
	if sd.ForEach != nil {
		text := "按" + sd.ForEach.Kind.Label() + "逐项办理"
		if sd.ForEach.Where != nil {
			text += "，只办理符合条件的：" + sd.ForEach.Where.Text()
		}
		add("%s", text)
	}
	for _, n := range sd.Reminders {
		add("提醒：截止%s，通知%s", o.when(n.Offset), o.told(n.To))
	}
	for _, n := range sd.Escalations {
		text := fmt.Sprintf("督办：截止%s，通知%s", o.when(n.Offset), o.told(n.To))
		if n.Times > 1 {
			text += fmt.Sprintf("，每 %s一次，共 %d 次", lengthChinese(n.Every.Count, n.Every.Workdays), n.Times)
		}
		add("%s", text)
	}
	if e := sd.Extension; e != nil {
		text := "延期：由" + o.titles(e.By) + "批准"
		if e.AtMost.Count > 0 {
			text += "，最多 " + lengthChinese(e.AtMost.Count, e.AtMost.Workdays)
		}
		add("%s", text)
	}
	if sd.OnOverdue != "" && sd.OnOverdue != evaluation.OverdueKeep {
		add("逾期的任务：%s", sd.OnOverdue.Label())
	}
	if sd.CountOverdue != "" {
		add("逾期天数按%s计算", sd.CountOverdue.Label())
	}
	for _, step := range sd.Steps {
		out.Steps = append(out.Steps, o.step(sd, step))
	}
	return out
}

func (o outlining) step(sd evaluation.StageDefinition, step evaluation.StepDefinition) OutlineStep {
	out := OutlineStep{ID: step.ID, Title: step.Title, Who: o.titles(step.By)}
	add := func(format string, args ...any) { out.Rules = append(out.Rules, fmt.Sprintf(format, args...)) }
	if step.Effect != evaluation.EffectNone {
		out.Who = "系统"
		add("由系统%s", step.Effect.Label())
		return out
	}
	if step.OfItem {
		out.Who += "（仅限负责该对象的科室）"
	}
	add("%s", step.Quorum.Label()+o.share(step))
	if to, ok := step.SentBack(sd.ID); ok {
		add("可以退回到%s", quotation.Mark(o.stepTitle(to)))
	}
	if names := fieldTitles(step.Form); names != "" {
		add("填写：%s", names)
	}
	if names := materialTitles(step.Materials); names != "" {
		add("提交材料：%s", names)
	}
	for _, x := range step.Excludes {
		if x.DoerOf != nil {
			add("办理过%s的人不得办理", quotation.Mark(o.stepTitle(*x.DoerOf)))
		}
		if x.DepartmentOfItem {
			add("负责该对象的科室人员不得办理")
		}
	}
	if len(step.Appoints) > 0 {
		add("办结后任命%s", o.titles(step.Appoints))
	}
	if len(step.Attests) > 0 {
		var said []string
		for _, p := range step.Attests {
			said = append(said, p.Label())
		}
		add("签署声明，对内容的%s负责", strings.Join(said, "、"))
	}
	if step.WhenEmpty != "" && step.WhenEmpty != evaluation.EmptyHold {
		add("没有人任职时：%s", step.WhenEmpty.Label())
	}
	return out
}

func (o outlining) share(step evaluation.StepDefinition) string {
	s := step.Rule.Share
	if s.Denominator == 0 || !step.Quorum.Votes() {
		return ""
	}
	text := fmt.Sprintf("，%d/%d ", s.Numerator, s.Denominator)
	if s.MoreThan {
		return text + "以上（不含）同意为通过"
	}
	return text + "以上同意为通过"
}

func (o outlining) rules() []string {
	var out []string
	if g := o.def.Group; g != nil {
		out = append(out, fmt.Sprintf("领导小组议事，到会人数不少于 %d/%d", g.Quorum.Numerator, g.Quorum.Denominator))
	}
	for _, d := range o.def.Disclosures {
		out = append(out, fmt.Sprintf("%s：%s以内（%s）", d.Title, lengthChinese(d.Within.Count, d.Within.Workdays), d.Basis))
	}
	if c := o.def.Correction; c != nil {
		out = append(out, fmt.Sprintf("公开后更正：由%s提出，%s批准，从%s重新办理", o.titles(c.By), o.titles(c.ApprovedBy), quotation.Mark(o.stages([]evaluation.StageID{c.Reopens}))))
	}
	if s := o.def.Scheme.String(); s != "" {
		out = append(out, "评分方案："+s)
	}
	return out
}

func (o outlining) titles(roles []evaluation.RoleID) string {
	var out []string
	for _, id := range roles {
		r, ok := o.def.Role(id)
		if !ok || r.Title == "" {
			r.Title = string(id)
		}
		out = append(out, r.Title)
	}
	return strings.Join(out, "、")
}

func (o outlining) stages(ids []evaluation.StageID) string {
	var out []string
	for _, id := range ids {
		sd, _ := o.def.Stage(id)
		out = append(out, sd.Title)
	}
	return strings.Join(out, "、")
}

func (o outlining) stepTitle(r evaluation.StepRef) string {
	sd, _ := o.def.Stage(r.Stage)
	step, _ := o.def.Step(r.Stage, r.Step)
	return sd.Title + "·" + step.Title
}

func (o outlining) when(at evaluation.Offset) string {
	switch n := at.Count; {
	case n < 0:
		return "前 " + lengthChinese(-n, at.Workdays)
	case n > 0:
		return "后 " + lengthChinese(n, at.Workdays)
	}
	return "当日"
}

func (o outlining) told(to []evaluation.Audience) string {
	var out []string
	for _, who := range to {
		out = append(out, audienceChinese(who, o.def))
	}
	return strings.Join(out, "、")
}

func fieldTitles(form []evaluation.FormField) string {
	var out []string
	for _, f := range form {
		title := f.Title
		if f.Required {
			title += "（必填）"
		}
		out = append(out, title)
	}
	return strings.Join(out, "、")
}

func materialTitles(kinds []evaluation.MaterialKind) string {
	var out []string
	for _, k := range kinds {
		title := k.Title
		if k.Optional {
			title += "（可缺）"
		}
		out = append(out, title)
	}
	return strings.Join(out, "、")
}

func unitChinese(unit string) string {
	switch unit {
	case "yuan":
		return " 元"
	case "days":
		return " 天"
	case "percent":
		return "%"
	}
	return unit
}
