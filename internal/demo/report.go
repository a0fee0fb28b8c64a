package demo

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Report is what a run of the demonstration leaves behind.
type Report struct {
	Evaluation  string        `json:"evaluation"`
	Stages      []StageReport `json:"stages"`
	Tasks       int           `json:"tasks"`
	Reminders   int           `json:"reminders"`
	Escalations int           `json:"escalations"`
	Overdue     int           `json:"overdue"`
	Returns     int           `json:"returns"`
	Conflicts   int           `json:"conflicts"`
	Refusals    []Refusal     `json:"refusals"`
	Computed    []Computed    `json:"computed"`
	Declared    Declared      `json:"declared"`

	DossierDigest   string `json:"dossier_digest"`
	FiledDigest     string `json:"filed_digest"`
	PublishedDigest string `json:"published_digest"`
	ReceiptNo       string `json:"receipt_no"`

	Attestation Attestation     `json:"attestation"`
	Clearance   ClearanceReport `json:"clearance"`

	Journal JournalReport `json:"journal"`
	// WorkflowHistoryEvents counts the events of all runs of the timeline.
	WorkflowHistoryEvents int64    `json:"workflow_history_events"`
	Assumptions           []string `json:"assumptions"`
	Seconds               float64  `json:"seconds"`
}

// Attestation is who answered for the content, by post, and for which words.
type Attestation struct {
	Post          string `json:"post"`
	WordingDigest string `json:"wording_digest"`
}

// ClearanceReport is how many files of the dossier are public and how many are
// withheld.
type ClearanceReport struct {
	Public   int `json:"public"`
	Withheld int `json:"withheld"`
}

// StageReport is a stage as planned and as it went.
type StageReport struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	DueAt     time.Time `json:"due_at"`
	OpenedAt  time.Time `json:"opened_at"`
	SettledAt time.Time `json:"settled_at"`
}

// Refusal is an attempt that a rule refused.
type Refusal struct {
	Who    string `json:"who"`
	Action string `json:"action"`
	Rule   string `json:"rule"`
}

// JournalReport is the verification of the journal.
type JournalReport struct {
	Entries  int64 `json:"entries"`
	Verified bool  `json:"verified"`
}

// Write writes the report as JSON, whole or not at all.
func (r *Report) Write(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return fmt.Errorf("make folder for report: %w", err)
	}
	content, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("encode report: %w", err)
	}
	if err := os.WriteFile(path+".part", append(content, '\n'), 0o600); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	if err := os.Rename(path+".part", path); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// count takes one journal entry into the sums.
func (r *Report) count(e journalEntry) {
	switch e.Type {
	case "task_opened":
		r.Tasks++
	case "reminded":
		r.Reminders++
	case "found_overdue":
		r.Overdue++
	case "escalated":
		r.Escalations++
	case "task_returned":
		r.Returns++
	case "attempt_refused":
		if e.text("code") == "conflict" {
			r.Conflicts++
			return
		}
		r.Refusals = append(r.Refusals, Refusal{Who: e.ActorName, Action: e.text("action"), Rule: e.text("rule")})
	}
}
