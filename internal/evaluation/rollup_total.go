package evaluation

import (
	"slices"

	"github.com/shopspring/decimal"
)

// Total is a sum over the items of a roll-up, tied to what it was added up from
// (汇总合计).
type Total struct {
	// Step is "stage.step" and Field the field of its form; both are empty for
	// the budgets of the items.
	Step  StepID
	Field FormField
	Sum   decimal.Decimal
	Parts []TotalPart
}

// TotalPart is one figure of a total, with the digest of what it stands in; ""
// for a budget, which stands in the journal's first entry (合计分项).
type TotalPart struct {
	Item   ItemID
	Value  decimal.Decimal
	SHA256 string
}

// RollUpTotals adds up the items that are in: their budgets, and every amount and
// every score that was filled in for them.
func (s *Situation) RollUpTotals(items []RollUpItem) []Total {
	at, ok := s.Definition.RollUpStep()
	if !ok {
		return nil
	}
	out := []Total{{}}
	for _, sd := range s.Definition.Parts(at.Stage) {
		for _, o := range sd.Steps {
			for _, f := range o.Form {
				if f.Kind == FieldMoney || f.Kind == FieldPoints {
					out = append(out, Total{Step: StepID(StepRef{sd.ID, o.ID}.String()), Field: f})
				}
			}
		}
	}
	by := tasksByItem(s.Evaluation)
	for _, p := range items {
		if !p.In {
			continue
		}
		out[0].add(TotalPart{p.Item, s.Evaluation.Item(p.Item).Amount, ""})
		for i := range out[1:] {
			out[i+1].addFrom(p, by[p.Item])
		}
	}
	return out
}

func (t *Total) add(p TotalPart) {
	t.Sum, t.Parts = t.Sum.Add(p.Value), append(t.Parts, p)
}

// addFrom adds the figure that an item's source gives.
func (t *Total) addFrom(p RollUpItem, tasks []*Task) {
	i := slices.IndexFunc(p.Sources, func(src SourceAt) bool { return src.Step == t.Step && src.Paper == "" })
	if i < 0 {
		return
	}
	src := p.Sources[i]
	for _, task := range tasks {
		if (StepRef{task.Stage, task.Step}).String() != string(t.Step) || task.Round != src.Version || !task.SettledAt.Equal(src.At) {
			continue
		}
		value, err := decimal.NewFromString(task.Submission.Field(t.Field.Name))
		if err == nil { // an optional field may be empty
			t.add(TotalPart{p.Item, value, src.SHA256})
			return
		}
	}
}
