package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// PublicVerify says how anybody can verify what is published.
func (s *server) PublicVerify(c context.Context, _ PublicVerifyRequestObject) (PublicVerifyResponseObject, error) {
	return s.page(c, "verify.html", nil)
}

// publicTables are the tables of a published evaluation for programs.
type publicTables struct {
	ID      string           `json:"id"`
	Title   string           `json:"title"`
	Unit    string           `json:"unit"`
	Year    int              `json:"year"`
	Digest  string           `json:"dossier_digest"`
	Total   string           `json:"declared_total"`
	Grade   string           `json:"declared_grade"`
	Figures []ComputedFigure `json:"figures"`
	Items   []ScoreItem      `json:"items"`
	Money   []MoneyRow       `json:"money,omitempty"`
	About   SheetAbout       `json:"about,omitzero"`
}

// tablesOf reads the tables as they were at the moment of sealing.
func (s *server) tablesOf(ctx context.Context, id string) (publicTables, error) {
	p, manifest, err := s.publishedManifest(ctx, id)
	if err != nil {
		return publicTables{}, err
	}
	sealed, err := s.store.Replay(ctx, p.ID, manifest.JournalSeq)
	if err != nil {
		return publicTables{}, err
	}
	figures, err := figuresOf(sealed)
	if err != nil {
		return publicTables{}, err
	}
	figures = p.current().shown(figures)
	return publicTables{
		ID: string(p.ID), Title: p.Title, Unit: p.UnitName, Year: p.Year, Digest: p.Dossier.Digest,
		Total: p.Dossier.DeclaredTotal, Grade: p.Dossier.DeclaredGrade, Figures: figures.Computed, Items: figures.Items,
		Money: figures.Money, About: figures.About,
	}, nil
}

// PublicTables gives the tables as JSON.
func (s *server) PublicTables(c context.Context, r PublicTablesRequestObject) (PublicTablesResponseObject, error) {
	t, err := s.tablesOf(requestOf(c).Context(), r.EvaluationID)
	if err != nil {
		return nil, err
	}
	body, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "encode_failed", "encode tables of %s", r.EvaluationID)
	}
	return s.copyOf(c, shortDigest(body), mediaJSON, body), nil
}

// PublicTable gives one table as CSV, as the usual spreadsheets open it.
func (s *server) PublicTable(c context.Context, r PublicTableRequestObject) (PublicTableResponseObject, error) {
	t, err := s.tablesOf(requestOf(c).Context(), r.EvaluationID)
	if err != nil {
		return nil, err
	}
	rows := [][]string{figureHeads()}
	for _, f := range t.Figures {
		rows = append(rows, []string{f.Name, f.Stated, f.Computed, f.Arithmetic, f.Remark})
	}
	if r.Table == "items.csv" {
		rows = itemLines(Figures{Items: t.Items, Money: t.Money, About: t.About})
	}
	body, err := commaSeparated(rows)
	if err != nil {
		return nil, err
	}
	return s.copyOf(c, shortDigest(body), "text/csv; charset=utf-8", body), nil
}

// commaSeparated writes CSV as the usual spreadsheets open it.
func commaSeparated(rows [][]string) ([]byte, error) {
	body := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(body)
	w.UseCRLF = true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i := range row {
			safe[i] = harmless(row[i])
		}
		if err := w.Write(safe); err != nil {
			return nil, fault.Wrap(err, fault.Internal, "encode_failed", "encode a table")
		}
	}
	w.Flush()
	return body.Bytes(), nil
}

// harmless keeps a spreadsheet from taking a text for a formula; a number stays
// a number.
func harmless(cell string) string {
	if cell == "" || !strings.ContainsAny(cell[:1], "=+-@\t\r") || strings.Trim(cell[1:], "0123456789.,%") == "" {
		return cell
	}
	return "'" + cell
}

// VisitPublicVerifyResponse sends a page.
func (d *handout) VisitPublicVerifyResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitPublicTablesResponse sends tables.
func (d *handout) VisitPublicTablesResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitPublicTableResponse sends a table.
func (d *handout) VisitPublicTableResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitPublicRSSResponse sends the feed.
func (d *handout) VisitPublicRSSResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitPublicFeedResponse sends the feed.
func (d *handout) VisitPublicFeedResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitPublicVersionManifestResponse sends a manifest.
func (d *handout) VisitPublicVersionManifestResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitPublicVersionPackageResponse sends a package.
func (d *download) VisitPublicVersionPackageResponse(w http.ResponseWriter) error { return d.send(w) }

// versionRow is an earlier or the present publication on a page.
type versionRow struct {
	Number, Digest, Note, Package, Manifest string
	PublishedOn                             calendar.Date
}

// withheldRow is a file that is not public, on a page.
type withheldRow struct{ Title, Path, Reason, Basis, SHA256 string }

func versionRows(p Published, e *evaluation.Evaluation) []versionRow {
	var rows []versionRow
	for i, v := range slices.Backward(p.Versions) {
		base := publicPath + "/" + string(p.ID) + "/versions/" + v.Dossier.Digest
		row := versionRow{
			Number: ordinal(i + 1), PublishedOn: civilDay(e, v.PublishedAt), Digest: v.Dossier.Digest, Note: v.Dossier.Note,
			Manifest: base + "/manifest.json",
		}
		if v.offered() {
			row.Package = base + "/package.zip"
		}
		rows = append(rows, row)
	}
	return rows
}
