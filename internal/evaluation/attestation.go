package evaluation

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"jiheng/internal/fault"
)

// Property is what somebody answers for of that which is sealed (声明事项).
type Property string

// The properties. The unit's notice asks for the first four, the 43 articles
// (article 33) for the last two as well.
const (
	PropertyTruth       Property = "truth"       // it is so (真实性)
	PropertyCompletion  Property = "completion"  // nothing is left out (完整性)
	PropertyConsistency Property = "consistency" // its parts, and what is filed and published, agree (一致性)
	PropertyConformity  Property = "conformity"  // it keeps to the prescribed form (规范性)
	PropertyObjectivity Property = "objectivity" // it judges without favour (客观性)
	PropertyAccuracy    Property = "accuracy"    // its figures are right (准确性)
)

// AllProperties lists all properties.
func AllProperties() []Property {
	return []Property{
		PropertyTruth, PropertyCompletion, PropertyConsistency, PropertyConformity, PropertyObjectivity, PropertyAccuracy,
	}
}

// Statement is what somebody is asked to sign (声明): the exact words, the
// properties, and what it is about.
type Statement struct {
	Properties []Property `json:"properties"`
	// Wording is the text itself, WordingDigest its SHA-256 in hex. The text
	// names Content, so that one digest stands for words and matter.
	Wording       string `json:"wording"`
	WordingDigest string `json:"wording_digest"`
	// Content is the digest of what is to be sealed; see Evaluation.ContentDigest.
	Content string `json:"content"`
}

// Attested is a statement that was signed (签署声明).
type Attested struct {
	TaskRef
	As        RoleID    `json:"as"`
	Statement Statement `json:"statement"`
}

// Attestation is a signed statement (声明记录): who signed what, when and as what.
type Attestation struct {
	Statement
	Task       TaskID    `json:"task"`
	By         PersonID  `json:"by"`
	OnBehalfOf PersonID  `json:"on_behalf_of,omitempty"`
	As         RoleID    `json:"as"`
	At         time.Time `json:"at"`
}

// StatementFor gives what the doer of a task would sign now; false where its
// step asks for no signature. It needs the whole evaluation.
func StatementFor(s *Situation, t *Task) (Statement, bool) {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	if len(step.Attests) == 0 {
		return Statement{}, false
	}
	content := ContentDigest(s.Definition, s.Evaluation)
	wording := attestationWording(s.Evaluation.Title, step.Attests, content, s.Definition.Answered())
	return Statement{Properties: step.Attests, Wording: wording, WordingDigest: hexDigest(wording), Content: content}, true
}

// Answered tells whether the contradictions of a sheet have to have reasons.
func (d *Definition) Answered() bool {
	return slices.ContainsFunc(d.Stages, func(sd StageDefinition) bool {
		return slices.ContainsFunc(sd.Steps, func(o StepDefinition) bool {
			return slices.ContainsFunc(o.Form, func(f FormField) bool { return f.Answered })
		})
	})
}

// attest records the signature that a step asks for. What was signed is what
// the signer saw: the digest of the words in front of him comes with the command.
//
// Errors: invalid attestation_required; conflict attestation_outdated, when the
// matter has changed since he read it.
func attest(s *Situation, t *Task, c Command) ([]Event, error) {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	if len(step.Attests) == 0 || t.AddedBy != "" {
		return nil, nil
	}
	if s.Partial {
		return nil, errWhole
	}
	now, _ := StatementFor(s, t)
	switch {
	case c.Attests == "":
		return nil, invalidField("attests", "attestation_required", nil)
	case c.Attests != now.WordingDigest:
		return nil, fault.New(fault.Conflict, "attestation_outdated", "what was to be attested by %s has changed", t.ID).WithRule("attestation:outdated")
	}
	role, _ := s.Holds(t)
	return []Event{Attested{t.Ref(), role, now}}, nil
}

// attestStep finds the step at which the content of a stage is attested.
func (s StageDefinition) attestStep() (StepDefinition, bool) {
	for _, o := range s.Steps {
		if len(o.Attests) > 0 {
			return o, true
		}
	}
	return StepDefinition{}, false
}

// attested tells whether somebody answers for the content as it is now.
func (s *Situation) attested() bool {
	n := len(s.Evaluation.Attestations)
	return n > 0 && s.Evaluation.Attestations[n-1].Content == ContentDigest(s.Definition, s.Evaluation)
}

// ContentDigest is the digest of what the documents of a dossier are written
// from (内容摘要): what was handed in last at every step up to the sealing, the
// papers that count, the group and the items. Whatever somebody changes of it
// changes the digest, in hex. It needs the whole evaluation.
func ContentDigest(d *Definition, e *Evaluation) string {
	h := &contentHash{hash: sha256.New()}
	h.add(string(e.ID), e.Title, e.UnitID, e.Process.Digest)
	h.number(e.Year)
	for _, it := range e.Items {
		h.add(string(it.ID), it.Title, it.DepartmentID, it.Amount.String())
	}
	for _, m := range e.Members {
		if m.Until.IsZero() {
			h.add(string(m.Person), string(m.Role))
		}
	}
	before := d.beforeSealing()
	for _, t := range handedIn(e) {
		if slices.Contains(before, t.Stage) {
			h.task(t)
		}
	}
	for _, m := range CurrentMaterials(e) {
		h.add(string(m.Item), m.Kind, m.SHA256)
		h.number(m.Version)
	}
	return hex.EncodeToString(h.hash.Sum(nil))
}

// beforeSealing lists the stages whose work goes into the dossier: that of the
// sealing and all it waits for.
func (d *Definition) beforeSealing() []StageID {
	var out []StageID
	for _, sd := range d.Stages {
		if slices.ContainsFunc(sd.Steps, func(o StepDefinition) bool { return o.Effect == EffectSeal }) {
			out = append(out, sd.ID)
		}
	}
	for i := 0; i < len(out); i++ {
		sd, _ := d.Stage(out[i])
		for _, before := range sd.After {
			if !slices.Contains(out, before) {
				out = append(out, before)
			}
		}
	}
	return out
}

// handedIn lists the tasks whose submission counts: those that were completed
// in the last round of their step.
func handedIn(e *Evaluation) []*Task {
	var out []*Task
	for i := range e.Tasks {
		t := &e.Tasks[i]
		later := func(o Task) bool {
			return sameMatter(&o, t) && o.Step == t.Step && o.Round > t.Round && o.State == StateCompleted
		}
		if t.State == StateCompleted && !t.Submission.empty() && !slices.ContainsFunc(e.Tasks, later) {
			out = append(out, t)
		}
	}
	return out
}

// CurrentMaterials lists the latest version of every paper, in the order in
// which the first was supplied.
func CurrentMaterials(e *Evaluation) []Material {
	var out []Material
	place := func(m Material) (StageID, StepID) {
		if t := e.Task(m.Task); t != nil {
			return t.Stage, t.Step
		}
		return "", ""
	}
	for _, m := range e.Materials {
		if m.Gone() {
			continue // it does not count
		}
		stage, step := place(m)
		at := slices.IndexFunc(out, func(o Material) bool {
			os, op := place(o)
			return o.Item == m.Item && o.Kind == m.Kind && o.Copy == m.Copy && os == stage && op == step
		})
		switch {
		case at < 0:
			out = append(out, m)
		case out[at].Version < m.Version:
			out[at] = m
		}
	}
	return out
}
