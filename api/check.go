package api

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"jiheng/internal/declaration"
	"jiheng/internal/fault"
	"jiheng/internal/table"
	"jiheng/policy"
)

// GetFindings holds the score table that was handed in against itself.
func (s *server) GetFindings(c context.Context, r GetFindingsRequestObject) (GetFindingsResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectEvaluation, policy.Read)
	if err != nil {
		return nil, err
	}
	t := handedIn(situation.Evaluation)
	if t == nil {
		return GetFindings200JSONResponse(findingsView(nil)), nil
	}
	d, err := declaration.Parse(t.Submission.Sheet)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "sheet_unreadable", "sheet of task %s", t.ID)
	}
	sheet := d.Table(t.Submission.Field(fieldTotal), t.Submission.Field(fieldGrade))
	view := findingsView(sheet.Check())
	view.Contradictions, err = contradictionsOf(t)
	return GetFindings200JSONResponse(view), err
}

// CheckTable checks a table that somebody brings. It is neither kept nor
// written to any journal.
func (*server) CheckTable(c context.Context, r CheckTableRequestObject) (CheckTableResponseObject, error) {
	source, err := readTable(c, r.Body)
	if err != nil {
		return nil, err
	}
	read, err := table.Read(source)
	if err != nil {
		return nil, err
	}
	return CheckTable200JSONResponse(findingsView(read.Check())), nil
}

func readTable(c context.Context, body io.Reader) ([]byte, error) {
	if g, ok := c.(*gin.Context); ok {
		body = http.MaxBytesReader(g.Writer, io.NopCloser(body), table.MaxBytes)
	}
	source, err := io.ReadAll(body)
	if _, tooBig := errors.AsType[*http.MaxBytesError](err); tooBig {
		return nil, fault.Wrap(err, fault.Invalid, reasonTableTooLarge, "more than %d bytes", table.MaxBytes)
	}
	if err != nil {
		return nil, unread(err)
	}
	return source, nil
}

func findingsView(findings []table.Finding) TableFindings {
	view := TableFindings{Findings: make([]TableFinding, 0, len(findings))}
	for _, f := range findings {
		view.Findings = append(view.Findings, TableFinding{
			Code: TableFindingCode(f.Code), Row: textOf(f.Row), Field: f.Field, Message: f.Message, Stated: textOf(f.Stated), Computed: textOf(f.Computed),
		})
	}
	return view
}

func textOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
