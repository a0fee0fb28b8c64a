package scoring

import (
	"encoding/json"
	"strings"
)

// Text writes a step as people would on paper: "10 × 31.69 ÷ 32.4 = 9.780…".
func (s Step) Text() string {
	values := make([]string, len(s.Operands))
	for i, o := range s.Operands {
		values[i] = o.Value
		if i > 0 && strings.HasPrefix(o.Value, "-") {
			values[i] = "(" + o.Value + ")"
		}
	}
	equals := " = "
	if s.Rounded {
		equals = " ≈ "
	}
	if s.Op == CountSteps {
		equals = " → "
	}
	if s.Op == Take {
		return s.Result.String()
	}
	text := s.left(values) + equals + s.Result.String()
	if s.Op == Percent {
		text += "%"
	}
	return text
}

// left is the part before the equals sign.
func (s Step) left(values []string) string {
	switch s.Op {
	case Add:
		return strings.Join(values, " + ")
	case Subtract:
		return strings.Join(values, " − ")
	case Percent:
		return strings.Join(values, " ÷ ") + " × 100%"
	case CountDays:
		return strings.Join(values, " → ")
	case Multiply:
		return strings.Join(values, " × ")
	case Proportion:
		return values[0] + " × " + strings.Join(values[1:], " ÷ ")
	case CountSteps, Divide:
		return strings.Join(values, " ÷ ")
	case Lesser:
		return "min(" + strings.Join(values, ", ") + ")"
	case Greater:
		return "max(" + strings.Join(values, ", ") + ")"
	case Mean:
		return "(" + strings.Join(values, " + ") + ") ÷ " + integer(int64(len(values))).String()
	case WeightedMean:
		return weighted(values)
	case Take, RoundOff:
	}
	return strings.Join(values, " ")
}

// weighted writes (a × w + b × v) ÷ (w + v).
func weighted(values []string) string {
	var products, weights []string
	for i := 0; i+1 < len(values); i += 2 {
		products, weights = append(products, values[i]+" × "+values[i+1]), append(weights, values[i+1])
	}
	return "(" + strings.Join(products, " + ") + ") ÷ (" + strings.Join(weights, " + ") + ")"
}

// MarshalJSON adds the text, so that whoever shows a step need not know how
// each operation is written.
func (s Step) MarshalJSON() ([]byte, error) {
	type plain Step
	return json.Marshal(struct {
		plain

		Text string `json:"text"`
	}{plain(s), s.Text()})
}
