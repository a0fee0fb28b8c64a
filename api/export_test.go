package api

import (
	"bytes"

	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// PublicPage fills in the page of a published evaluation whose report has
// these parts.
func PublicPage(parts []document.Part) (string, error) {
	p, err := newPortal()
	if err != nil {
		return "", err
	}
	var page bytes.Buffer
	err = p.pages.ExecuteTemplate(&page, "evaluation.html", evaluationView{Parts: partRows(parts)})
	return page.String(), err
}

// StatusOf gives the status of a fault.
func StatusOf(f *fault.Error) int { return statusOf(f) }

// HasWording tells whether a reason has words of its own.
func HasWording(reason string) bool {
	m, ok := newMessages()[reason]
	return ok && m.title != ""
}

// WordingOf gives title and detail of a fault.
func WordingOf(f *fault.Error, params map[string]string) (title, detail string) {
	said := newMessages().of(f, params)
	return said.title, said.detail
}

// HasFieldWording tells whether a field's reason has words of its own.
func HasFieldWording(reason string) bool {
	for _, known := range []map[string]string{fieldMessages(), actionFieldMessages(), filingFieldMessages()} {
		if _, ok := known[reason]; ok {
			return true
		}
	}
	return scoreFieldMessage(reason) != ""
}

// FieldMessage gives the words for a wrong input.
func FieldMessage(f fault.Field) string { return fieldMessage(f) }

// Attachment gives the header that names a download.
func Attachment(name string) string { return attachment(name) }

// Core gives a letter without its greeting and closing.
func Core(text string) string { return core(text) }

// Fresh gives of each round of changes those that are new.
func Fresh(rounds ...[]Change) [][]Change {
	known := make(seen)
	var out [][]Change
	for _, changes := range rounds {
		out = append(out, known.fresh(changes))
	}
	return out
}

// ItemLines lays out the published score table.
func ItemLines(f Figures) [][]string { return itemLines(f) }

// Shown gives what the portal shows of figures where files are withheld.
func Shown(f Figures, withheld ...string) Figures {
	c := &evaluation.Clearance{}
	for _, path := range withheld {
		c.Files = append(c.Files, evaluation.FileDecision{Path: path})
	}
	return PublishedVersion{Clearance: c}.shown(f)
}
