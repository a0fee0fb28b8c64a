package declaration

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/table"
)

// FigureMismatch is the code of a figure that does not follow from the figures
// it is said to be made of. All other codes are those of the score table.
const FigureMismatch = "figure_mismatch"

// Contradiction is a statement of a sheet that cannot be true together with the
// rest of it (表内矛盾), with both sides. Row is "" for the sheet as a whole.
type Contradiction struct{ Code, Row, Field, Stated, Computed, Message string }

// Answer is why a unit lets a contradiction stand (核对说明). It is about the
// very figures that it repeats: of others it says nothing.
type Answer struct {
	Code     string `json:"code"`
	Row      string `json:"row,omitempty"`
	Field    string `json:"field"`
	Stated   string `json:"stated,omitempty"`
	Computed string `json:"computed,omitempty"`
	Reason   string `json:"reason"`
}

func (a Answer) about(c Contradiction) bool {
	return a.Code == c.Code && a.Row == c.Row && a.Field == c.Field && a.Stated == c.Stated && a.Computed == c.Computed
}

// Contradictions lists what contradicts itself, given the total and the grade
// that were declared with the sheet: figures first. What is missing, or only
// asks for a reason, is none.
func (d Declaration) Contradictions(total, grade string) []Contradiction {
	var out []Contradiction
	add := func(c Contradiction) {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	for _, f := range d.Figures {
		if f.Result.Differs {
			add(differing(f))
		}
	}
	for _, f := range d.Table(total, grade).Check() {
		if f.Code.Contradiction() {
			add(Contradiction{string(f.Code), textOf(f.Row), f.Field, textOf(f.Stated), textOf(f.Computed), f.Message})
		}
	}
	return out
}

func differing(f Figure) Contradiction {
	stated, computed := f.Result.Stated.String()+f.Unit, f.Result.Computed.String()+f.Unit
	return Contradiction{FigureMismatch, f.Name, "stated", stated, computed, sayDiffers(f, stated, computed)}
}

func textOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// ReasonFor gives why a contradiction stands, "" where nobody said.
func (d Declaration) ReasonFor(c Contradiction) string {
	i := slices.IndexFunc(d.Answers, func(a Answer) bool { return a.about(c) })
	if i < 0 {
		return ""
	}
	return d.Answers[i].Reason
}

// CheckAnswers asks that every contradiction has its reason, and that no reason
// is given for what does not contradict itself.
//
// Fault: invalid contradictions_unanswered, with a field for each.
func (d Declaration) CheckAnswers(total, grade string) error {
	var wrong []fault.Field
	found := d.Contradictions(total, grade)
	for _, c := range found {
		if reason := d.ReasonFor(c); strings.TrimSpace(reason) == "" || evaluation.StandsIn(reason) {
			wrong = append(wrong, fault.Field{Name: "sheet.answers", Reason: "contradiction_unanswered", Params: map[string]string{
				"row": cmp.Or(c.Row, wholeWord), "message": c.Message, "stated": c.Stated, "computed": c.Computed,
			}})
		}
	}
	for i, a := range d.Answers {
		if !slices.ContainsFunc(found, a.about) {
			wrong = append(wrong, fault.Field{Name: "sheet.answers." + strconv.Itoa(i), Reason: "answer_unknown", Params: map[string]string{"row": a.Row}})
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "contradictions_unanswered", "%d contradictions of the sheet have no reason", len(wrong)).WithFields(wrong...)
}

// wrong says what keeps an answer from being kept, if anything.
func (a Answer) wrong(at string) []fault.Field {
	var wrong []fault.Field
	known := a.Code == FigureMismatch || slices.Contains(table.Codes(), table.Code(a.Code)) && table.Code(a.Code).Contradiction()
	if !known {
		wrong = append(wrong, fault.Field{Name: at + ".code", Reason: "choice_unknown"})
	}
	for name, s := range map[string]string{".row": a.Row, ".field": a.Field, ".stated": a.Stated, ".computed": a.Computed} {
		wrong = append(wrong, text(at+name, s, maxStated, evaluation.Prose)...)
	}
	slices.SortFunc(wrong, func(x, y fault.Field) int { return strings.Compare(x.Name, y.Name) })
	return append(wrong, text(at+".reason", a.Reason, maxStated, evaluation.Prose)...)
}
