package scoring

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/fault"
)

// inputs reads what is given of one entry, and remembers what is missing and
// what cannot be read.
type inputs struct {
	at    string // JSON pointer of the entry
	given []Given
	// titles say in words what inputs are.
	titles []Term
	// combine is how several reports become one value; "" allows none.
	combine Value
	// late are the days that the process engine counted, by stage.
	late    []StageDelay
	waits   []Wait
	wrong   []fault.Field
	applied []Application
}

func (in *inputs) pointer(name string) string { return in.at + "/inputs/" + name }

func (in *inputs) refuse(name, reason string, params ...string) {
	f := fault.Field{Name: in.pointer(name), Reason: reason}
	for i := 0; i+1 < len(params); i += 2 {
		if f.Params == nil {
			f.Params = make(map[string]string, 2)
		}
		f.Params[params[i]] = params[i+1]
	}
	in.wrong = append(in.wrong, f)
}

func (in *inputs) find(name string) *Given {
	for i := range in.given {
		if in.given[i].Name == name && (in.given[i].Value != "" || len(in.given[i].Reports) > 0) {
			return &in.given[i]
		}
	}
	return nil
}

func (in *inputs) title(name string) string {
	for _, t := range in.titles {
		if t.Input == name {
			return t.Title
		}
	}
	return ""
}

// need gives an input, or waits for it.
func (in *inputs) need(name string) *Given {
	g := in.find(name)
	if g == nil && !slices.ContainsFunc(in.waits, func(w Wait) bool { return w.Input == name }) {
		in.waits = append(in.waits, Wait{Reason: InputMissing, Input: name, Title: in.title(name)})
	}
	return g
}

// number reads a number, nil when it is missing or wrong.
func (in *inputs) number(name string) *big.Rat {
	g := in.need(name)
	if g == nil {
		return nil
	}
	if len(g.Reports) > 0 {
		return in.combined(g)
	}
	n, err := ParseNumber(g.Value)
	if err != nil {
		in.refuse(name, fault.ReasonOf(err), "value", clip(g.Value))
		return nil
	}
	return ratOf(n)
}

// count reads a whole number from 0.
func (in *inputs) count(name string) *big.Rat {
	n := in.number(name)
	if n == nil {
		return nil
	}
	if n.Sign() < 0 || !n.IsInt() {
		in.refuse(name, "count_invalid", "value", clip(in.find(name).Value))
		return nil
	}
	return n
}

// flag reads true or false; known is false when it is missing or wrong.
func (in *inputs) flag(name string) (value, known bool) {
	g := in.need(name)
	if g == nil {
		return false, false
	}
	if g.Value != "true" && g.Value != "false" {
		in.refuse(name, "flag_invalid", "value", clip(g.Value))
		return false, false
	}
	return g.Value == "true", true
}

// date reads a day.
func (in *inputs) date(name string) (time.Time, bool) {
	g := in.need(name)
	if g == nil {
		return time.Time{}, false
	}
	t, err := time.Parse(time.DateOnly, g.Value)
	if err != nil {
		in.refuse(name, "date_unreadable", "value", clip(g.Value))
		return time.Time{}, false
	}
	return t, true
}

// days counts from one day to another, below 0 when it is earlier.
func days(from, to time.Time) int64 { return (to.Unix() - from.Unix()) / (24 * 60 * 60) }

// points reads what a person gives or takes, within bounds. A reason is due
// unless it is the free amount.
func (in *inputs) points(name string, from, to, free *big.Rat) *big.Rat {
	p := in.number(name)
	if p == nil {
		return nil
	}
	low, _ := shown(from)
	high, _ := shown(to)
	g := in.find(name)
	switch {
	case p.Cmp(from) < 0 || p.Cmp(to) > 0:
		in.refuse(name, "points_out_of_bounds", "value", clip(g.Value), "from", low.String(), "to", high.String())
	case p.Cmp(free) != 0 && strings.TrimSpace(g.Reason) == "":
		in.refuse(name, "reason_missing", "value", clip(g.Value))
	default:
		return p
	}
	return nil
}

// combined makes one value of several reports, and shows how.
func (in *inputs) combined(g *Given) *big.Rat {
	how := in.combine
	switch {
	case how == "":
		in.refuse(g.Name, "reports_not_allowed")
		return nil
	case how == "by_measure" && g.Relative:
		how = "weighted"
	case how == "by_measure":
		how = "sum"
	}
	sum, weights, op := new(big.Rat), new(big.Rat), Add
	var list []Operand
	for i, r := range g.Reports {
		list = append(list, Operand{Name: r.By, Value: r.Value.String()})
		weight := ratInt(1)
		if how == "weighted" {
			if r.Money == nil || r.Money.IsNegative() {
				in.refuse(g.Name+"/reports/"+strconv.Itoa(i)+"/money", "money_missing")
				return nil
			}
			weight, op = ratOf(*r.Money), WeightedMean
			list = append(list, Operand{Value: r.Money.String()})
		}
		sum, weights = plus(sum, times(ratOf(r.Value), weight)), plus(weights, weight)
	}
	if how == "mean" {
		op = Mean
	}
	if how != "sum" {
		if weights.Sign() == 0 {
			in.refuse(g.Name, "money_missing")
			return nil
		}
		sum = over(sum, weights)
	}
	in.applied = append(in.applied, Application{
		Rule: Reporters, Effect: Prepares, Of: g.Name, Title: in.title(g.Name), Steps: []Step{stepOf(op, sum, list...)},
	})
	return sum
}

// stepOf writes one operation with its result.
func stepOf(op Op, result *big.Rat, operands ...Operand) Step {
	n, exact := shown(result)
	return Step{Op: op, Operands: operands, Result: n, Rounded: !exact}
}

// operand shows a fraction as an operand.
func operand(name string, r *big.Rat) Operand {
	n, _ := shown(r)
	return Operand{Name: name, Value: n.String()}
}

// clip shortens what was given before it is repeated.
func clip(text string) string {
	runes := []rune(text)
	if len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
