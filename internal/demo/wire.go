package demo

import "time"

// These are the parts of the API's answers that the players read.

type task struct {
	ID       string `json:"id"`
	Stage    string `json:"stage"`
	Step     string `json:"step"`
	Title    string `json:"title"`
	State    string `json:"state"`
	Assignee string `json:"assignee"`
	Version  int64  `json:"version"`
}

type taskPage struct {
	Tasks      []task `json:"tasks"`
	NextCursor string `json:"next_cursor"`
}

type stage struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	State     string    `json:"state"`
	DueOn     string    `json:"due_on"`
	DueAt     time.Time `json:"due_at"`
	OpenedAt  time.Time `json:"opened_at"`
	SettledAt time.Time `json:"settled_at"`
}

type evaluationView struct {
	ID            string  `json:"id"`
	State         string  `json:"state"`
	Stages        []stage `json:"stages"`
	DossierDigest string  `json:"dossier_digest"`
	DeclaredTotal string  `json:"declared_total"`
	DeclaredGrade string  `json:"declared_grade"`
	Filing        *struct {
		Digest    string `json:"digest"`
		ReceiptNo string `json:"receipt_no"`
	} `json:"filing"`
	Publication *struct {
		Digest string `json:"digest"`
		URL    string `json:"url"`
	} `json:"publication"`
}

type journalEntry struct {
	Seq       int64          `json:"seq"`
	At        time.Time      `json:"at"`
	Type      string         `json:"type"`
	TypeTitle string         `json:"type_title"`
	Actor     string         `json:"actor"`
	ActorName string         `json:"actor_name"`
	Stage     string         `json:"stage"`
	Task      string         `json:"task"`
	Rule      string         `json:"rule"`
	RuleText  string         `json:"rule_text"`
	Data      map[string]any `json:"data"`
}

// text gives a text of the entry's data, "" when there is none.
func (e journalEntry) text(name string) string {
	s, _ := e.Data[name].(string)
	return s
}

// inside gives an object of the entry's data, nil when there is none.
func (e journalEntry) inside(name string) map[string]any {
	m, _ := e.Data[name].(map[string]any)
	return m
}

type journalPage struct {
	Entries []journalEntry `json:"entries"`
}

type verification struct {
	Verified bool  `json:"verified"`
	Entries  int64 `json:"entries"`
	Findings []struct {
		Where    string `json:"where"`
		What     string `json:"what"`
		Expected string `json:"expected"`
		Found    string `json:"found"`
	} `json:"findings"`
}

type figures struct {
	Declared struct {
		Total string `json:"total"`
		Grade string `json:"grade"`
	} `json:"declared"`
	Computed []Computed `json:"computed"`
}

// Computed is a figure as it was stated and as it computes.
type Computed struct {
	Name     string `json:"name"`
	Stated   string `json:"stated"`
	Computed string `json:"computed"`
}

type noticePage struct {
	Notices []struct {
		Kind       string `json:"kind"`
		Evaluation string `json:"evaluation_id"`
	} `json:"notices"`
}
