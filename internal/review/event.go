package review

import "jiheng/internal/scoring"

// Event is something that the journal of a book remembers (收件台账事件). What
// happened is in the event, who and when in the entry around it.
type Event interface {
	// Type is the stable name of the event in the journal.
	Type() string
}

// FilingArrived is a filing that came in (收件).
type FilingArrived struct {
	Filing     string  `json:"filing"`
	Number     string  `json:"number"`
	Unit       string  `json:"unit"`
	Evaluation string  `json:"evaluation"`
	Version    int     `json:"version"`
	Supersedes string  `json:"supersedes"`
	Digest     string  `json:"digest"`
	Package    string  `json:"package"`
	Channel    Channel `json:"channel"`
	// KeyID is the key that signed it, "" for one of this installation.
	KeyID string `json:"key_id"`
	// Record is what else there is to say of it; entries of earlier releases
	// have none.
	Record *Record `json:"record,omitempty"`
}

// FilingAcknowledged is a receipt that was given (签收).
type FilingAcknowledged struct {
	Filing string `json:"filing"`
	Number string `json:"number"`
	Digest string `json:"digest"`
}

// FilingAccepted ends the form check (审核通过).
type FilingAccepted struct {
	Filing    string       `json:"filing"`
	Digest    string       `json:"digest"`
	FormCheck []CheckPoint `json:"form_check"`
}

// FilingSentBack returns it (退回).
type FilingSentBack struct {
	Filing    string       `json:"filing"`
	Digest    string       `json:"digest"`
	Reasons   []string     `json:"reasons"`
	FormCheck []CheckPoint `json:"form_check"`
	// Notice is the SHA-256 of the signed notice, "" for a filing of this
	// installation and in entries of earlier releases.
	Notice string `json:"notice,omitempty"`
}

// FilingSuperseded is one whose place a later version took (替代).
type FilingSuperseded struct {
	Filing string `json:"filing"`
	By     string `json:"by"`
}

// FilingAssessed is an opinion (复核).
type FilingAssessed struct {
	Filing   string           `json:"filing"`
	Digest   string           `json:"digest"`
	Reviewer scoring.Reviewer `json:"reviewer"`
	Round    int              `json:"round"`
	Points   []ItemPoints     `json:"points"`
	Total    string           `json:"total"`
	Opinion  string           `json:"opinion"`
}

// DrawListed fixes the list of a draw (确定名单).
type DrawListed struct {
	Draw       string   `json:"draw"`
	Title      string   `json:"title"`
	Digest     string   `json:"digest"`
	Size       int      `json:"size"`
	Population []string `json:"population"`
}

// SeedPublished makes the seed of a draw known (公布种子).
type SeedPublished struct {
	Draw   string `json:"draw"`
	Digest string `json:"digest"`
	Seed   string `json:"seed"`
	Source string `json:"source"`
}

// LotsDrawn is the outcome of a draw (抽取结果).
type LotsDrawn struct {
	Draw   string   `json:"draw"`
	Digest string   `json:"digest"`
	Seed   string   `json:"seed"`
	Size   int      `json:"size"`
	Drawn  []string `json:"drawn"`
}

// RectificationOrdered is a follow-up that was started from a filing (责令整改).
type RectificationOrdered struct {
	Filing     string `json:"filing"`
	Digest     string `json:"digest"`
	Evaluation string `json:"evaluation"`
	Problems   int    `json:"problems"`
	// Notice is what was sent to another installation; nil for a process of
	// this one.
	Notice *NoticeRecord `json:"notice,omitempty"`
}

// Type names the event.
func (FilingArrived) Type() string { return "filing_arrived" }

// Type names the event.
func (FilingAcknowledged) Type() string { return "filing_acknowledged" }

// Type names the event.
func (FilingAccepted) Type() string { return "filing_accepted" }

// Type names the event.
func (FilingSentBack) Type() string { return "filing_sent_back" }

// Type names the event.
func (FilingSuperseded) Type() string { return "filing_superseded" }

// Type names the event.
func (FilingAssessed) Type() string { return "filing_assessed" }

// Type names the event.
func (DrawListed) Type() string { return "draw_listed" }

// Type names the event.
func (SeedPublished) Type() string { return "seed_published" }

// Type names the event.
func (LotsDrawn) Type() string { return "lots_drawn" }

// Type names the event.
func (RectificationOrdered) Type() string { return "rectification_ordered" }
