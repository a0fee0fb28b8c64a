package evaluation

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/fault"
)

// PublishRule says what a definition has settled about publishing a file (公开属性).
type PublishRule string

// The ways of publishing.
const (
	PublishYes PublishRule = "yes" // public, unless somebody says why not (公开)
	PublishAsk PublishRule = "ask" // somebody has to decide (逐件审查)
	PublishNo  PublishRule = "no"  // filed, never published (不公开)
)

// PublishRules lists all ways of publishing.
func PublishRules() []PublishRule { return []PublishRule{PublishYes, PublishAsk, PublishNo} }

// DocumentRule says how a paper that the system writes is published (系统编制文件的公开属性).
type DocumentRule struct {
	Name    string // one of DossierPapers
	Publish PublishRule
}

// DossierPapers lists the papers that the system writes into dossiers. All
// reports of projects go by one name.
func DossierPapers() []string {
	return []string{"data-table", "score-table", "report", ProjectReport, "rectification-notice", "rectification-reply"}
}

// ProjectReport is the name of all reports of projects; each has a number behind
// it.
const ProjectReport = "project-report"

// PublishOf says how a paper that the system writes is published: it is public
// unless the definition says something else.
func (d *Definition) PublishOf(paper string) PublishRule {
	for _, r := range d.Documents {
		if r.Name == paper || r.Name == ProjectReport && strings.HasPrefix(paper, ProjectReport+"-") {
			return r.Publish
		}
	}
	return PublishYes
}

// SealedFile is a document of a sealed dossier (定稿文件).
type SealedFile struct {
	Path    string      `json:"path"`
	Title   string      `json:"title"`
	SHA256  string      `json:"sha256"`
	Size    int64       `json:"size"`
	Publish PublishRule `json:"publish"`
}

// PersonalKind is what a piece of personal data looks like (个人信息种类).
type PersonalKind string

// The kinds of personal data that are looked for.
const (
	PersonalIDCard   PersonalKind = "id_card"   // number of an identity card (身份证号)
	PersonalMobile   PersonalKind = "mobile"    // mobile phone number (手机号)
	PersonalLandline PersonalKind = "landline"  // number of a telephone line (固定电话)
	PersonalBankCard PersonalKind = "bank_card" // number of a bank card or account (银行账号)
)

// PersonalKinds lists all kinds of personal data.
func PersonalKinds() []PersonalKind {
	return []PersonalKind{PersonalIDCard, PersonalMobile, PersonalLandline, PersonalBankCard}
}

// PersonalData is something in a file that looks like personal data (疑似个人信息).
// It is masked: what the journal keeps must not be what should not be published.
type PersonalData struct {
	Path string `json:"path"`
	// Place is where in the file: a cell, a page, a line.
	Place  string       `json:"place"`
	Kind   PersonalKind `json:"kind"`
	Masked string       `json:"masked"`
}

// Clearing is what somebody decides about publishing the files of a dossier
// (公开审查意见).
type Clearing struct {
	// Digest is the dossier that was looked at.
	Digest string         `json:"digest"`
	Files  []FileDecision `json:"files"`
}

// FileDecision is the decision on one file (逐件公开决定).
type FileDecision struct {
	Path   string `json:"path"`
	Public bool   `json:"public"`
	// Reason and Basis say why, and by what rule; both needed to withhold a
	// file, the reason also to publish one that had to be decided on.
	Reason string `json:"reason,omitempty"`
	Basis  string `json:"basis,omitempty"`
	// Acknowledged says why what looks like personal data in a public file may
	// stand, or why a file may go out that could not be looked through.
	Acknowledged string `json:"acknowledged,omitempty"`
}

// PublicationCleared is a decision on what may be published (公开审查).
type PublicationCleared struct {
	TaskRef
	As       RoleID   `json:"as"`
	Clearing Clearing `json:"clearing"`
}

// Clearance is the decision that counts (公开审查结论): who decided what of
// which dossier, when and as what.
type Clearance struct {
	Clearing
	Task       TaskID    `json:"task"`
	By         PersonID  `json:"by"`
	OnBehalfOf PersonID  `json:"on_behalf_of,omitempty"`
	As         RoleID    `json:"as"`
	At         time.Time `json:"at"`
}

// ClearanceOf gives the decision that counts for a dossier; nil when there is
// none.
func (e *Evaluation) ClearanceOf(digest string) *Clearance {
	for i := len(e.Clearances) - 1; i >= 0; i-- {
		if e.Clearances[i].Digest == digest {
			return &e.Clearances[i]
		}
	}
	return nil
}

// Withheld lists the decisions by which files of a dossier are kept back; of
// another dossier than the one decided on there are none.
func (e *Evaluation) Withheld(digest string) []FileDecision {
	var out []FileDecision
	c := e.ClearanceOf(digest)
	if c == nil {
		return nil
	}
	for _, f := range c.Files {
		if kept, ok := c.Withholds(f.Path); ok {
			out = append(out, kept)
		}
	}
	return out
}

// Clears tells whether somebody decides what is published.
func (d *Definition) Clears() bool {
	return slices.ContainsFunc(d.Stages, func(sd StageDefinition) bool { _, ok := sd.clearStep(); return ok })
}

func (s StageDefinition) clearStep() (StepDefinition, bool) {
	for _, o := range s.Steps {
		if asks(o, FieldClearance) {
			return o, true
		}
	}
	return StepDefinition{}, false
}

// cleared tells whether the dossier as it is now may be published.
func (s *Situation) cleared() bool {
	return !s.Definition.Clears() || s.Evaluation.ClearanceOf(s.Evaluation.Dossier.Digest) != nil
}

// clearing records the decision that a step hands in.
//
// Errors: conflict dossier_not_sealed, clearance_outdated when another dossier
// was sealed since; invalid clearance_incomplete with what is wrong of which file.
func clearing(s *Situation, t *Task, step StepDefinition, sub Submission) ([]Event, error) {
	if sub.Clearance == nil || !asks(step, FieldClearance) {
		return nil, nil
	}
	c := *sub.Clearance
	switch d := s.Evaluation.Dossier; {
	case d == nil:
		return nil, notSealed(s.Evaluation.ID)
	case c.Digest != d.Digest:
		return nil, fault.New(fault.Conflict, "clearance_outdated", "dossier %s was looked at, %s is sealed", c.Digest, d.Digest).
			With("current", d.Digest).WithRule("clearance:outdated")
	}
	if wrong := c.check(s.Evaluation.Dossier); len(wrong) > 0 {
		return nil, fault.New(fault.Invalid, "clearance_incomplete", "%d mistakes in the clearance", len(wrong)).WithFields(wrong...)
	}
	role, _ := s.Holds(t)
	return []Event{PublicationCleared{t.Ref(), role, c.whole(s.Evaluation.Dossier)}}, nil
}

// check holds the decisions against the dossier: one for every paper. Where
// several renderings of a paper are named, the same is said of all.
func (c Clearing) check(d *Dossier) []fault.Field {
	var wrong []fault.Field
	add := func(i int, name, reason, path string) {
		wrong = append(wrong, fault.Field{
			Name: "clearance.files." + strconv.Itoa(i) + "." + name, Reason: reason, Params: map[string]string{"path": path},
		})
	}
	public := false
	for i, f := range c.Files {
		at := slices.IndexFunc(d.Files, func(o SealedFile) bool { return o.Path == f.Path })
		switch {
		case at < 0:
			add(i, "path", "file_unknown", f.Path)
		case slices.ContainsFunc(c.Files[:i], func(o FileDecision) bool { return o.Path == f.Path }):
			add(i, "path", "file_twice", f.Path)
		case slices.ContainsFunc(c.Files[:i], func(o FileDecision) bool { return PaperOf(o.Path) == PaperOf(f.Path) && !o.same(f) }):
			add(i, "public", "renderings_differ", f.Path)
		default:
			f.check(d.Files[at].Publish, d.suspect(PaperOf(f.Path)), func(name, reason string) { add(i, name, reason, f.Path) })
		}
		public = public || f.Public
	}
	for _, p := range d.Papers() {
		of := p.Renderings[0].Path
		if !slices.ContainsFunc(c.Files, func(f FileDecision) bool { return PaperOf(f.Path) == PaperOf(of) }) {
			wrong = append(wrong, fault.Field{Name: "clearance.files", Reason: "file_undecided", Params: map[string]string{"path": of}})
		}
	}
	if !public {
		wrong = append(wrong, fault.Field{Name: "clearance.files", Reason: "nothing_public"})
	}
	return wrong
}

func (f FileDecision) check(settled PublishRule, suspect bool, wrong func(name, reason string)) {
	given := func(name, text string, needed bool) {
		switch {
		case needed && strings.TrimSpace(text) == "":
			wrong(name, name+"_required")
		case len(text) > MaxText:
			wrong(name, "text_too_long")
		case !Prose(text) || strings.ContainsRune(text, '\t'): // withheld.json could not carry it
			wrong(name, "text_not_printable")
		}
	}
	if f.Public && settled == PublishNo {
		wrong("public", "file_never_public")
	}
	given("reason", f.Reason, !f.Public || settled == PublishAsk)
	given("basis", f.Basis, !f.Public)
	given("acknowledged", f.Acknowledged, f.Public && suspect)
}
