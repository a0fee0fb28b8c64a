package api

import (
	"net/url"
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
	// Q and Year are what was asked for, Searched that something was.
	Q, Year  string
	Searched bool
	// Next is the query of the next page, "" on the last.
	Next string
}

type indexRow struct{ Title, Unit, Year, Total, Grade, PublishedOn, Link string }

type evaluationView struct {
	Title, Unit, Year, Receiver, Total, Grade, GradeByBands string
	PublishedOn, SealedAt, FiledAt, ReceiptNo               string
	Digest, SM3, Package, FiledDigest, PublishedDigest      string
	Same, Rehearsal, Offered                                bool
	Figures                                                 []ComputedFigure
	Items                                                   []ScoreItem
	Notes                                                   []string
	Parts                                                   []partRow
	Stages                                                  []stageRow
	Files                                                   []fileRow
	Base                                                    string
	// Attested is the statement that was signed, by the post of who signed it.
	Attested    *attestedView
	Versions    []versionRow
	Disclosures []disclosureRow
	Withheld    []withheldRow
}

type attestedView struct{ Wording, Post, SignedOn string }

type stageRow struct {
	Title, Planned, Actual, Status string
	Late                           bool
}

type fileRow struct{ Title, Path, Link, Size, SHA256, SM3 string }

func indexPage(list []Summary, w Wanted, next string) indexView {
	view := indexView{Q: w.Words, Year: w.Year, Searched: w != Wanted{}}
	if next != "" {
		view.Next = url.Values{"cursor": {next}, "q": {w.Words}, "year": {w.Year}}.Encode()
	}
	for _, e := range list {
		view.Evaluations = append(view.Evaluations, indexRow{
			Title: e.Title, Unit: e.UnitName, Year: strconv.Itoa(e.Year), Total: e.DeclaredTotal, Grade: e.DeclaredGrade,
			PublishedOn: calendar.DateOf(e.PublishedAt).String(), Link: publicPath + "/" + string(e.ID),
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
		PublishedOn: civilDay(e, p.PublishedAt), SealedAt: civilDay(e, p.Dossier.SealedAt),
		Digest: p.Dossier.Digest, SM3: p.Dossier.SM3, Package: p.Dossier.Package, PublishedDigest: p.Digest,
		Figures: figures.Computed, Items: figures.Items, Notes: figures.Notes,
		Rehearsal: !e.Timescale.IsRealTime(), Base: publicPath + "/" + string(e.ID),
	}
	if e.Filing != nil {
		view.FiledDigest, view.FiledAt, view.ReceiptNo = e.Filing.Digest, civilDay(e, e.Filing.FiledAt), e.Filing.ReceiptNo
	}
	view.Same = view.FiledDigest == view.PublishedDigest && view.PublishedDigest == view.Digest
	current := p.current()
	view.Versions = versionRows(p, e)
	if view.Offered = current.offered(); view.Offered {
		view.Package = current.Package
	}
	view.Files, view.Withheld = fileRows(e.ID, manifest, current)
	if a := manifest.Attestation; a != nil {
		view.Attested = &attestedView{a.Wording, a.Post, civilDay(e, a.SignedAt)}
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
	late := st.SettledAt.After(st.DueAt)
	return stageRow{
		Title: st.Title, Planned: span(st.OpensOn.String(), st.DueOn.String()),
		Actual: span(civilDay(e, st.OpenedAt), civilDay(e, st.SettledAt)), Status: punctuality(st.State, late), Late: late,
	}
}

// civilDay is the day of an instant on the evaluation's calendar, "" for the
// zero instant.
func civilDay(e *evaluation.Evaluation, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return e.Timescale.Today(at).String()
}
