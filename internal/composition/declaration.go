package composition

import (
	"encoding/json"

	"jiheng/internal/document"
	"jiheng/internal/evaluation"
)

// Declared is what a unit declared of itself (自评申报): the last submission
// that holds a sheet, and its total and grade.
type Declared struct {
	Total, Grade string
	Sheet        json.RawMessage

	problems, measures string
}

// signature is who answers for the content as it is, nil where nobody does: a
// statement on what has changed since counts for nothing. Posts stand in papers.
func (c Composition) signature() *document.Signature {
	e := c.evaluation
	n := len(e.Attestations)
	if n == 0 || e.Attestations[n-1].Content != evaluation.ContentDigest(c.definition, e) {
		return nil
	}
	a := e.Attestations[n-1]
	role, _ := c.definition.Role(a.As)
	s := &document.Signature{
		Wording: a.Wording, Role: role.Title, Office: c.names.Person(a.By).Post,
		SignedAt: e.Timescale.Civil(a.At), Content: a.Content, WordingDigest: a.WordingDigest,
	}
	if a.OnBehalfOf != "" {
		s.For = c.names.Person(a.OnBehalfOf).Post
	}
	return s
}

// DeclarationOf finds the declaration that was approved: that of the last
// completed task which handed in a sheet.
func DeclarationOf(e *evaluation.Evaluation) Declared {
	var d Declared
	for i := range e.Tasks {
		t := &e.Tasks[i]
		if t.State != evaluation.StateCompleted || len(t.Submission.Sheet) == 0 {
			continue
		}
		s := t.Submission
		d = Declared{
			Total: s.Field("total"), Grade: s.Field("grade"), Sheet: s.Sheet,
			problems: s.Field("problems"), measures: s.Field("measures"),
		}
	}
	return d
}
