package scoring

// shape is what a kind of rule may and must say. One table drives checking,
// reading and the manual, so that they cannot drift apart.
type shape struct {
	kind     RuleKind
	settings []settingShape
	// tiers tells what the entries of a rule are; "" for kinds without.
	tiers tierShape
	// inputs are what the kind reads; with of the one of that name is Rule.Of.
	inputs []inputShape
	of     bool
}

// Effect is what a rule does to the points of an indicator (作用).
type Effect string

// The effects.
const (
	// Awards gives points.
	Awards Effect = "award"
	// Deducts takes points.
	Deducts Effect = "deduct"
	// Closes takes all points.
	Closes Effect = "close"
	// Replaces stands in where an indicator does not apply.
	Replaces Effect = "replace"
	// Prepares makes the inputs of the other rules.
	Prepares Effect = "prepare"
	// Clamps keeps points within 0 and full marks.
	Clamps Effect = "clamp"
	// Remarks says something and changes nothing.
	Remarks Effect = "remark"
)

// Effects lists all effects.
func Effects() []Effect {
	return []Effect{Awards, Deducts, Closes, Replaces, Prepares, Clamps, Remarks}
}

// Effect is what rules of a kind do.
func (k RuleKind) Effect() Effect {
	switch k {
	case CappedRatio, InverseRatio, Equality, Judgement, Banded, Checklist, GradeMap, Bonus, Money, DateTarget, LateShare:
		return Awards
	case Excess, Shortfall, Occurrence, Lateness, Discretion, ReviewGap:
		return Deducts
	case Gate:
		return Closes
	case CohortMean, NotApplicable:
		return Replaces
	case Overachieved:
		return Remarks
	case Parent, Merged, Reporters:
		return Prepares
	}
	return ""
}

// settingShape is a setting: one of its words, or a number where it has none.
type settingShape struct {
	name     string
	optional bool
	words    []string
	// naming settings name an input.
	naming bool
}

type tierShape string

const (
	tierLevels tierShape = "levels" // id, title, from and to in percent
	tierBands  tierShape = "bands"  // from, to, points
	tierGrades tierShape = "grades" // id is a grade, points
	tierParts  tierShape = "parts"  // id, title, points
)

// inputShape is an input: its name and how it is written.
type inputShape struct {
	name     string
	kind     inputKind
	optional bool
}

type inputKind string

const (
	numberInput inputKind = "number"
	countInput  inputKind = "count"
	dateInput   inputKind = "date"
	flagInput   inputKind = "flag"
	wordInput   inputKind = "word"
	// pointsInput is what a person gives or takes, with a reason.
	pointsInput inputKind = "points"
)

// The names of settings, inputs and their words that rules share.
const (
	inActual = "actual"
	inTarget = "target"
	inRate   = "rate"
	inDue    = "due"
	inDone   = "done"
	inDays   = "days_late"
	inLevel  = "level"
	inPoints = "points"

	setPoints = "points"
	setPer    = "per"
	setSteps  = "steps"

	continuous = "continuous"
	wholeSteps = "whole"
	begunSteps = "begun"
)

func meanWords() []string { return []string{"rounded", "exact"} }
func stepWords() []string { return []string{continuous, wholeSteps, begunSteps} }

func required(name string, words ...string) settingShape {
	return settingShape{name: name, words: words}
}

func maybe(name string, words ...string) settingShape {
	return settingShape{name: name, optional: true, words: words}
}

func naming(name string) settingShape {
	return settingShape{name: name, optional: true, naming: true}
}

func number(names ...string) []inputShape {
	list := make([]inputShape, len(names))
	for i, n := range names {
		list[i] = inputShape{name: n, kind: numberInput}
	}
	return list
}

// stepped are the settings of a deduction by steps.
func stepped(more ...settingShape) []settingShape {
	return append([]settingShape{required(setPoints), required(setPer), required(setSteps, stepWords()...)}, more...)
}

func shapes() []shape {
	return append(awardShapes(), otherShapes()...)
}

func awardShapes() []shape {
	return []shape{
		{kind: CappedRatio, settings: []settingShape{maybe(inTarget), naming(inActual)}, inputs: number(inActual, inTarget)},
		{kind: InverseRatio, settings: []settingShape{maybe(inTarget)}, inputs: number(inActual, inTarget)},
		{kind: Equality, settings: []settingShape{
			maybe(inTarget), required("excess", "met", "inverse", "deviation", "zero"), required("short", "ratio", "zero"),
		}, inputs: number(inActual, inTarget)},
		{kind: Judgement, tiers: tierLevels, settings: []settingShape{maybe("shared_end", "upper", "lower")}, inputs: []inputShape{{name: inLevel, kind: wordInput}, {name: inPoints, kind: pointsInput}}},
		{kind: Banded, tiers: tierBands, inputs: number(inRate)},
		{kind: Checklist, tiers: tierParts},
		{kind: GradeMap, tiers: tierGrades, settings: []settingShape{maybe("score_out_of")}, inputs: []inputShape{
			{name: "grade", kind: wordInput}, {name: "score", kind: numberInput, optional: true},
		}},
		{kind: Bonus, of: true, settings: []settingShape{required(setPoints)}, inputs: []inputShape{{kind: countInput}}},
		{kind: Money, settings: []settingShape{required("no_budget", "full", "refuse"), maybe("explain_below"), maybe("explain_characters")}, inputs: number("budget", "executed")},
		{kind: DateTarget, settings: []settingShape{required("late", "zero", "judged")}, inputs: []inputShape{
			{name: inDue, kind: dateInput}, {name: inDone, kind: dateInput}, {name: inPoints, kind: pointsInput, optional: true},
		}},
		{kind: LateShare, settings: []settingShape{required("none_due", "full", "refuse")}, inputs: []inputShape{
			{name: "late", kind: countInput}, {name: "all", kind: countInput},
		}},
	}
}

func otherShapes() []shape {
	return []shape{
		{kind: Excess, settings: stepped(required("over")), inputs: number(inRate)},
		{kind: Shortfall, settings: stepped(required("below")), inputs: number(inRate)},
		{kind: Occurrence, of: true, settings: []settingShape{required(setPoints), maybe("free"), maybe("free_per", "all", "project")}, inputs: []inputShape{{kind: countInput}}},
		{kind: Lateness, settings: stepped(naming("stage")), inputs: []inputShape{
			{name: inDue, kind: dateInput, optional: true},
			{name: inDone, kind: dateInput, optional: true},
			{name: inDays, kind: countInput, optional: true},
		}},
		{kind: Discretion, of: true, settings: []settingShape{required("at_most"), maybe("at_least")}, inputs: []inputShape{{kind: pointsInput, optional: true}}},
		{kind: ReviewGap, settings: stepped(
			required("over"), required("from", "zero", "excess"), required("sides", "both", "self_higher"),
		), inputs: number("self", "review")},
		{kind: Gate, of: true, settings: []settingShape{required("closed_when", "true", "false")}, inputs: []inputShape{{kind: flagInput}}},
		{kind: CohortMean, settings: []settingShape{required("mean_of", meanWords()...)}},
		{kind: NotApplicable, settings: []settingShape{required("treat", "full", "rescale", "zero", "mean"), maybe("mean_of", meanWords()...)}},
		{kind: Overachieved, settings: []settingShape{required("from")}, inputs: []inputShape{{name: "adjustment", kind: pointsInput, optional: true}}},
		{kind: Reporters, settings: []settingShape{required("combine", "by_measure", "sum", "mean", "weighted")}},
		{kind: Merged, settings: []settingShape{required("by", "mean", "least")}},
		{kind: Parent},
	}
}

func shapeOf(k RuleKind) (shape, bool) {
	for _, s := range shapes() {
		if s.kind == k {
			return s, true
		}
	}
	return shape{}, false
}

// SettingShape is a setting that a kind of rule takes (参数说明). Without Words
// it is a number.
type SettingShape struct {
	Name     string   `json:"name"`
	Optional bool     `json:"optional"`
	Words    []string `json:"words"`
}

// Settings lists what a rule of the kind says of itself.
func (k RuleKind) Settings() []SettingShape {
	s, _ := shapeOf(k)
	list := make([]SettingShape, len(s.settings))
	for i, w := range s.settings {
		list[i] = SettingShape{w.name, w.optional, append([]string{}, w.words...)}
	}
	return list
}

// Inputs lists the inputs that the kind reads, those with a name of their own
// and those of its tiers aside.
func (k RuleKind) Inputs() []string {
	s, _ := shapeOf(k)
	list := []string{}
	for _, in := range s.inputs {
		if in.name != "" {
			list = append(list, in.name)
		}
	}
	return list
}

// Named tells whether rules of the kind name their input.
func (k RuleKind) Named() bool { s, _ := shapeOf(k); return s.of }
