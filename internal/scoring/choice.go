package scoring

import (
	"slices"
	"strings"

	"jiheng/internal/fault"
)

// Value is a word or a number in a scheme (取值): written out, "$name" for what
// was chosen of the choice of that name, or "$name.key" for what that option
// sets.
type Value string

// choice gives the parts of a value that refers to one.
func (v Value) choice() (name, key string, refers bool) {
	rest, refers := strings.CutPrefix(string(v), "$")
	name, key, _ = strings.Cut(rest, ".")
	return name, key, refers
}

// Choice is something that the source leaves open, named after the ambiguity
// (未定事项). Whoever scores decides it; where nobody did, the assumed option is
// taken, and every result says so.
type Choice struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// Clause is the place in the source that leaves it open.
	Clause string `json:"clause,omitempty"`
	// Options are what can be chosen; none means any number from 0.
	Options []Option `json:"options,omitempty"`
	// Assumed is what is taken when nothing was chosen; "" asks for a decision.
	Assumed string `json:"assumed,omitempty"`
	// Usual tells that the source itself gives the assumed value as the rule and
	// only allows another.
	Usual bool `json:"usual,omitempty"`
}

// Option is one way to decide a choice (选项).
type Option struct {
	Value string `json:"value"`
	Title string `json:"title"`
	// Sets are further values that go with it, for "$name.key".
	Sets []Setting `json:"sets,omitempty"`
}

// Decision is what somebody chose (选定).
type Decision struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Chosen is a choice with what was taken, for everybody to see (取法).
type Chosen struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Clause string `json:"clause,omitempty"`
	Value  string `json:"value"`
	// ValueTitle is the option in words.
	ValueTitle string `json:"value_title,omitempty"`
	// Assumed tells that nobody chose it.
	Assumed bool `json:"assumed"`
	// Usual tells that nobody chose it and that it is what the source gives as
	// the rule.
	Usual bool `json:"usual,omitempty"`
}

// decide takes the decisions, and what is assumed where there is none. It
// returns an invalid fault with a field for each: choice_unknown,
// choice_twice, option_unknown, choice_missing.
func (s Scheme) decide(decisions []Decision) ([]Chosen, error) {
	var wrong []fault.Field
	report := func(reason string, d Decision) {
		wrong = append(wrong, fault.Field{Name: "/choices/" + d.Name, Reason: reason, Params: map[string]string{"name": d.Name, "value": d.Value}})
	}
	for i, d := range decisions {
		known := func(c Choice) bool { return c.Name == d.Name }
		switch {
		case !slices.ContainsFunc(s.Choices, known):
			report("choice_unknown", d)
		case slices.ContainsFunc(decisions[:i], func(b Decision) bool { return b.Name == d.Name }):
			report("choice_twice", d)
		}
	}
	chosen := make([]Chosen, 0, len(s.Choices))
	for _, c := range s.Choices {
		taken := c.take(decisions)
		switch {
		case taken.Value == "":
			report("choice_missing", Decision{c.Name, c.Title})
		case !c.admits(taken.Value):
			report("option_unknown", Decision{c.Name, taken.Value})
		}
		chosen = append(chosen, taken)
	}
	if len(wrong) > 0 {
		return nil, fault.New(fault.Invalid, wrong[0].Reason, "%s", wrong[0].Name).WithFields(wrong...)
	}
	return chosen, nil
}

func (c Choice) take(decisions []Decision) Chosen {
	taken := Chosen{Name: c.Name, Title: c.Title, Clause: c.Clause, Value: c.Assumed, Assumed: true, Usual: c.Usual}
	for _, d := range decisions {
		if d.Name == c.Name {
			taken.Value, taken.Assumed, taken.Usual = d.Value, false, false
		}
	}
	for _, o := range c.Options {
		if o.Value == taken.Value {
			taken.ValueTitle = o.Title
		}
	}
	return taken
}

func (c Choice) admits(value string) bool {
	if len(c.Options) == 0 {
		n, err := ParseNumber(value)
		return err == nil && !n.IsNegative()
	}
	return slices.ContainsFunc(c.Options, func(o Option) bool { return o.Value == value })
}

// lookup gives what a value stands for once everything is chosen; false when
// it refers to nothing.
func (s Scheme) lookup(v Value, chosen []Chosen) (Value, bool) {
	name, key, refers := v.choice()
	if !refers {
		return v, true
	}
	for i, c := range s.Choices {
		if c.Name != name {
			continue
		}
		if key == "" {
			return Value(chosen[i].Value), true
		}
		for _, o := range c.Options {
			if o.Value == chosen[i].Value {
				return settingOf(o.Sets, key)
			}
		}
	}
	return "", false
}

func settingOf(list []Setting, name string) (Value, bool) {
	for _, s := range list {
		if s.Name == name {
			return s.Value, true
		}
	}
	return "", false
}
