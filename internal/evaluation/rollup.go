package evaluation

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// RollUp is the last roll-up that was made (汇总): what it was made from stands in
// its journal entry, and Digest is the SHA-256 of the canonical list of that.
type RollUp struct {
	Task   TaskID    `json:"task"`
	Digest string    `json:"digest"`
	Seq    int64     `json:"seq"`
	At     time.Time `json:"at"`
	By     PersonID  `json:"by"`
}

// RolledUp says what a roll-up was made from (完成汇总).
type RolledUp struct {
	TaskRef
	Digest  string   `json:"digest"`
	Sources []Source `json:"sources"`
}

// Type names the event.
func (RolledUp) Type() EventType { return TypeRolledUp }

// Source is something that went into a roll-up (汇总来源): what was filled in for
// an item at a step, or a paper.
type Source struct {
	Item ItemID `json:"item"`
	// Step is "stage.step".
	Step StepID `json:"step"`
	// Paper is the kind of a paper; "" for what was filled in.
	Paper string `json:"paper,omitempty"`
	// Copy tells the papers of a kind apart that may be there several times.
	Copy int `json:"copy,omitempty"`
	// Version is the round of the step, or the version of the paper.
	Version int `json:"version"`
	// SHA256 is of the canonical submission, or of the file.
	SHA256 string `json:"sha256"`
}

// SourceAt is a source with who handed it in (来源及提交人).
type SourceAt struct {
	Source
	At time.Time
	By PersonID
}

// RollUpStep finds the step that rolls up: the one of a stage done once, after
// stages done for each item, that asks for the sheet.
func (d *Definition) RollUpStep() (StepRef, bool) {
	for _, sd := range d.Stages {
		if sd.ForEach != nil || len(d.Parts(sd.ID)) == 0 {
			continue
		}
		for _, o := range sd.Steps {
			if o.Effect == EffectNone && asks(o, FieldSheet) {
				return StepRef{sd.ID, o.ID}, true
			}
		}
	}
	return StepRef{}, false
}

// Parts lists the stages done for each item that come before a stage.
func (d *Definition) Parts(stage StageID) []StageDefinition {
	var out []StageDefinition
	for _, sd := range d.Stages {
		if sd.ForEach != nil && d.precedes(sd.ID, stage) {
			out = append(out, sd)
		}
	}
	return out
}

// rolledUp is the event of a roll-up that is handed in with a task; nil for any
// other task.
func (s *Situation) rolledUp(t *Task) ([]Event, error) {
	at, ok := s.Definition.RollUpStep()
	if !ok || at != (StepRef{t.Stage, t.Step}) {
		return nil, nil
	}
	if s.Partial {
		return nil, errWhole
	}
	parts, err := s.RollUpItems()
	if err != nil {
		return nil, err
	}
	sources := sourcesOf(parts)
	digest, err := digestOf(sources)
	return []Event{RolledUp{t.Ref(), digest, sources}}, err
}

func sourcesOf(items []RollUpItem) []Source {
	out := []Source{}
	for _, p := range items {
		for _, src := range p.Sources {
			out = append(out, src.Source)
		}
	}
	return out
}

// SourcesDigest is the SHA-256 of the canonical list of the sources, hex: what a
// roll-up that is made now would record.
func SourcesDigest(items []RollUpItem) (string, error) { return digestOf(sourcesOf(items)) }

// digestOf is the SHA-256 of a value's canonical JSON, hex.
func digestOf(v any) (string, error) {
	text, err := journal.Canonical(v)
	if err != nil {
		return "", fault.Wrap(err, fault.Internal, "not_canonical", "digest %T", v)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// StaleRollUp tells whether what a roll-up was made from has changed since. One
// that was made before its sources were recorded is not judged.
func (s *Situation) StaleRollUp() (bool, error) {
	r := s.Evaluation.RollUp
	if r == nil {
		return false, nil
	}
	rolled, err := s.rolledUp(s.Evaluation.Task(r.Task))
	if err != nil || len(rolled) == 0 {
		return false, err
	}
	now, _ := rolled[0].(RolledUp)
	return now.Digest != r.Digest, nil
}

// rollUpAnew refuses to seal a roll-up whose sources have changed, and asks for a
// new one. The refusal stands in the journal.
func (s *Situation) rollUpAnew(t *Task) ([]Event, error) {
	at, _ := s.Definition.RollUpStep()
	refused := AttemptRefused{TaskRef: t.Ref(), Action: Complete, Code: string(fault.Conflict), Reason: "roll_up_stale", Rule: "roll_up:stale"}
	return s.follow([]Event{refused, TaskCancelled{t.Ref(), "roll_up_stale"}}, func(now *Situation) ([]Event, error) {
		if at.Stage == t.Stage {
			return now.begunAnew(t.Stage, t.Item, at.Step, "")
		}
		return Reopen(now, Reopening{To: at, Cause: t.Ref(), Reason: "roll_up_stale"})
	})
}
