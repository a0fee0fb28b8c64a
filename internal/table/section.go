package table

// Section is the part of the common form that a group of indicators belongs to
// (一级指标), however a table calls it.
type Section string

// The sections; NoSection is a group of a table's own.
const (
	NoSection    Section = ""
	Outputs      Section = "outputs"
	Effects      Section = "effects"
	Satisfaction Section = "satisfaction"
)

// SectionOf reads the name of a group of the first or of the second level:
// 数量指标 is one of outputs, 服务对象满意度 one of satisfaction.
func SectionOf(name string) Section {
	text := stem(name)
	switch {
	case satisfactionGroup.MatchString(text):
		return Satisfaction
	case effectGroup.MatchString(text):
		return Effects
	case outputGroup.MatchString(text), outputClass.MatchString(text), costClass.MatchString(text):
		return Outputs
	}
	return NoSection
}

// SameGroup tells that two names are spellings of one group: 一、产出指标, 产出
// and 产出指标（50分）.
func SameGroup(one, other string) bool {
	if blank(one) || blank(other) {
		return false
	}
	a, b := groupNameOf(one), groupNameOf(other)
	return a.core == b.core
}
