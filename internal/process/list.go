package process

import (
	"strconv"
	"time"

	"jiheng/internal/evaluation"
)

// Entry is a definition in a list of them, as programs read it.
type Entry struct {
	Process string `json:"process"`
	Name    string `json:"name"`
	Version int    `json:"version"`
	Title   string `json:"title"`
	Stages  int    `json:"stages"`
	Steps   int    `json:"steps"`
}

// Listed says of each definition what it is called and how large it is.
func Listed(definitions []*evaluation.Definition) []Entry {
	out := make([]Entry, len(definitions))
	for i, d := range definitions {
		out[i] = Entry{Process: Ref(d), Name: d.Name, Version: d.Version, Title: d.Title, Stages: len(d.Stages), Steps: Steps(d)}
	}
	return out
}

// Kept is a version that a database keeps (流程版本).
type Kept struct {
	Name, Title, Digest string
	Version             int
	AddedAt             time.Time
	// Running counts the evaluations under way with it.
	Running int
}

// Ref is how a version of a process is named: NAME@VERSION.
func Ref(d *evaluation.Definition) string { return d.Name + "@" + strconv.Itoa(d.Version) }

// Steps counts the steps of all stages.
func Steps(d *evaluation.Definition) int {
	n := 0
	for _, s := range d.Stages {
		n += len(s.Steps)
	}
	return n
}
