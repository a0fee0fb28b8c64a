package api

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/document"
	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/typeset"
)

// These are what the portal's pages are filled in from. All of it is text.

type errorView struct{ Title, Detail, RequestID string }

type indexView struct {
	Evaluations []indexRow
	// Q and Year are what was asked for, Searched that something was; NoYear is
	// what was given for a year and is none.
	Q, Year, NoYear string
	Searched        bool
	// Next is the query of the next page, "" on the last.
	Next string
}

type indexRow struct {
	Title, Unit, Year, Total, Grade, Link string
	PublishedOn                           calendar.Date
	Rehearsal                             bool
}

type evaluationView struct {
	Title, Unit, Year, Receiver, Total, Grade, GradeByBands string
	ReceiptNo                                               string
	PublishedOn, FiledOn, ReturnedOn                        calendar.Date
	Digest, SM3, Package, FiledDigest, PublishedDigest      string
	Same, Rehearsal, Offered                                bool
	// Apart says why what was filed is not what is public.
	Apart   string
	Figures []ComputedFigure
	Columns []itemColumn
	Items   [][]itemCell
	Notes   []string
	Parts   []partRow
	Stages  []stageRow
	Files   []fileRow
	Base    string
	// Attested is the statement that was signed, by the post of who signed it.
	Attested    *attestedView
	Versions    []versionRow
	Disclosures []disclosureRow
	Withheld    []withheldRow
}

type attestedView struct {
	Wording, Post string
	SignedOn      calendar.Date
}

type stageRow struct {
	Title, Status       string
	OpensOn, DueOn      calendar.Date
	OpenedOn, SettledOn calendar.Date
	Late                bool
}

type fileRow struct{ Title, Path, Link, Size, SHA256, SM3 string }

func indexPage(list []Summary, w Wanted, noYear, next string) indexView {
	view := indexView{Q: w.Words, Year: w.Year, NoYear: noYear, Searched: noYear != "" || w != Wanted{}}
	if next != "" {
		view.Next = url.Values{"cursor": {next}, "q": {w.Words}, "year": {w.Year}}.Encode()
	}
	for _, e := range list {
		view.Evaluations = append(view.Evaluations, indexRow{
			Title: e.Title, Unit: e.UnitName, Year: strconv.Itoa(e.Year), Total: e.DeclaredTotal, Grade: e.DeclaredGrade,
			PublishedOn: e.Timescale.Today(e.PublishedAt), Rehearsal: !e.Timescale.IsRealTime(), Link: publicPath + "/" + string(e.ID),
		})
	}
	return view
}

func evaluationPage(p Published, e, sealed *evaluation.Evaluation, manifest dossier.Manifest, receiver string) (evaluationView, error) {
	figures, err := figuresOf(sealed)
	if err != nil {
		return evaluationView{}, err
	}
	figures = p.current().shown(figures)
	view := evaluationView{
		Title: e.Title, Unit: p.UnitName, Year: strconv.Itoa(e.Year), Receiver: receiver,
		Total: p.Dossier.DeclaredTotal, Grade: p.Dossier.DeclaredGrade, GradeByBands: figures.Declared.GradeByBands,
		PublishedOn: civilDay(e, p.PublishedAt),
		Digest:      p.Dossier.Digest, SM3: p.Dossier.SM3, Package: p.Dossier.Package, PublishedDigest: p.Digest,
		Figures: figures.Computed, Notes: figures.Notes,
		Rehearsal: !e.Timescale.IsRealTime(), Base: publicPath + "/" + string(e.ID),
	}
	rows := publishedItems(figures)
	view.Columns = itemColumns(rows)
	view.Items = itemCells(view.Columns, rows, len(rows)-len(figures.Items))
	if e.Filing != nil {
		view.FiledDigest, view.FiledOn, view.ReceiptNo = e.Filing.Digest, civilDay(e, e.Filing.FiledAt), e.Filing.ReceiptNo
	}
	view.Same = view.FiledDigest == view.PublishedDigest && view.PublishedDigest == view.Digest
	view.Apart = apart(e, view.FiledDigest, view.PublishedDigest)
	current := p.current()
	view.Versions = versionRows(p, e)
	if view.Offered = current.offered(); view.Offered {
		view.Package = current.Package
	}
	view.Files, view.Withheld = fileRows(e.ID, manifest, current)
	if a := manifest.Attestation; a != nil {
		view.Attested = &attestedView{a.Wording, a.Post, civilDay(e, signedAt(sealed, a))}
	}
	for _, st := range e.Stages {
		view.Stages = append(view.Stages, stageRowOf(e, st))
	}
	return view, nil
}

// fileRows lists what is public of a dossier, and what is withheld.
func fileRows(id evaluation.ID, m dossier.Manifest, v PublishedVersion) (public []fileRow, kept []withheldRow) {
	for _, f := range m.Files {
		if w, withheld := v.withheld(f.Path); withheld {
			kept = append(kept, withheldRow{f.Title, f.Path, w.Reason, w.Basis, f.SHA256})
			continue
		}
		public = append(public, fileRow{
			Title: f.Title, Path: f.Path, Link: fileLink(id, f.Path), Size: strconv.FormatInt(f.Size, 10), SHA256: f.SHA256, SM3: f.SM3,
		})
	}
	return public, kept
}

// partRow is a part of the report in the unit's own words.
type partRow struct {
	Title string
	Lines []string
}

func partRows(parts []document.Part) []partRow {
	rows := make([]partRow, len(parts))
	for i, p := range parts {
		rows[i].Title = typeset.Numeral(i+1) + partMark() + p.Title
		for line := range strings.Lines(p.Text) {
			if line = strings.TrimSpace(line); line != "" {
				rows[i].Lines = append(rows[i].Lines, line)
			}
		}
	}
	return rows
}

func stageRowOf(e *evaluation.Evaluation, st evaluation.Stage) stageRow {
	late := e.Overran(st, st.SettledAt)
	settled := civilDay(e, st.SettledAt)
	if !late && settled.After(st.DueOn) {
		settled = st.DueOn // 24:00 is of the day that ends
	}
	return stageRow{
		Title: st.Title, OpensOn: st.OpensOn, DueOn: st.DueOn, OpenedOn: civilDay(e, st.OpenedAt), SettledOn: settled,
		Status: punctuality(st.State, late), Late: late,
	}
}

// civilDay is the day of an instant on the evaluation's calendar, zero for the
// zero instant.
func civilDay(e *evaluation.Evaluation, at time.Time) calendar.Date {
	if at.IsZero() {
		return calendar.Date{}
	}
	return e.Timescale.Today(at)
}

// signedAt is when the statement of a manifest was signed. The manifest counts
// whole seconds, in which days of a rehearsal pass; the journal does not.
func signedAt(sealed *evaluation.Evaluation, a *dossier.Attestation) time.Time {
	for _, known := range slices.Backward(sealed.Attestations) {
		if known.Content == a.Content && known.Wording == a.Wording {
			return known.At
		}
	}
	return a.SignedAt
}
