package evaluation

import (
	"strings"
)

// StepDefinition is a step of a stage (环节).
type StepDefinition struct {
	ID    StepID
	Title string
	// By are the roles whose holders may do it.
	By []RoleID
	// Rule says how many must act and, for a vote, what each is worth.
	Rule QuorumRule
	// WhenEmpty is what happens when nobody holds the roles, WhenSame when
	// separation of duties leaves nobody; Superior are the roles that then take
	// the step, where the policy says so.
	WhenEmpty WhenEmpty
	WhenSame  WhenSame
	Superior  []RoleID
	// Replacement are the roles whose holders take the seat of somebody who
	// has recused himself.
	Replacement []RoleID
	// OfItem narrows the holders to the department that is responsible for
	// the item.
	OfItem bool
	Quorum Quorum
	// Form lists what is filled in; Materials what must have been supplied.
	Form      []FormField
	Materials []MaterialKind
	// Appoints are the roles that completing this step fills with the persons
	// named in its submission.
	Appoints []RoleID
	// Decides is true for a step that is approved or returned, false for one
	// that is completed.
	Decides bool
	// ReturnTo is the step a return leads to: one that is earlier in the same
	// stage, or "stage.step" of a stage that this one comes after.
	ReturnTo StepID
	// Excludes are the separations of duty (职责分离).
	Excludes []Exclusion
	// Receives is true for the step by which the receiver acknowledges the
	// filing; its form then has a required field ReceiptField.
	Receives bool
	// Attests are the properties of the content that whoever does the step
	// answers for with his signature.
	Attests []Property
	// Effect is what the system does when it performs the step; its role is
	// then SystemRole alone.
	Effect Effect
}

// ReceiptField is the form field that carries the receipt number (回执编号).
const ReceiptField = "receipt_no"

// Effect is what a system step does to the world (系统动作).
type Effect string

// The effects.
const (
	EffectNone    Effect = ""        // a step for people
	EffectSeal    Effect = "seal"    // freeze the dossier (定稿)
	EffectFile    Effect = "file"    // hand the dossier to the receiver (报送)
	EffectPublish Effect = "publish" // put it on the portal (公开)
)

// Effects lists all effects but none.
func Effects() []Effect { return []Effect{EffectSeal, EffectFile, EffectPublish} }

// StepRef names a step of a stage (环节引用).
type StepRef struct {
	Stage StageID
	Step  StepID
}

// ref reads where a return leads, as a step of the stage says it: a step of the
// same stage, or "stage.step".
func (id StepID) ref(own StageID) StepRef {
	if stage, step, ok := strings.Cut(string(id), "."); ok {
		return StepRef{StageID(stage), StepID(step)}
	}
	return StepRef{own, id}
}

// SeenFrom names the step as a stage would: without the stage where it is its own.
func (r StepRef) SeenFrom(own StageID) StepID {
	if r.Stage == own {
		return r.Step
	}
	return StepID(r.String())
}

// SentBack gives where a return from a step leads that its definition names, as
// seen from its own stage; false where it names none.
func (d StepDefinition) SentBack(own StageID) (StepRef, bool) {
	if !d.Decides || d.ReturnTo == "" {
		return StepRef{}, false
	}
	return d.ReturnTo.ref(own), true
}

// String is "stage.step".
func (r StepRef) String() string { return string(r.Stage) + "." + string(r.Step) }
