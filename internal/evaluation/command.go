package evaluation

import (
	"slices"

	"jiheng/internal/calendar"
)

// Command is an action that somebody wants to take (操作请求), with what it
// needs.
type Command struct {
	Action Action
	Task   TaskID
	// Submission goes with Complete and Draft.
	Submission Submission
	// Opinion goes with Complete and Approve.
	Opinion string
	// Attests goes with them where the step asks for a signature: the
	// WordingDigest of the Statement that the signer has read.
	Attests string
	// Reason says why; it goes with whatever takes something from somebody or
	// stops something, and is mandatory there.
	Reason string
	// Text goes with Comment, CopyTo and Urge.
	Text string
	// Material goes with Supply; ID, Version, SuppliedBy and SuppliedAt are
	// given by Apply. Of its Marks only the names count. With CheckMarks and
	// TakeBack only ID is looked at.
	Material Material
	// Replaces goes with Supply: the paper of which this is a newer version,
	// where there are several of a kind. "" adds a further one.
	Replaces string
	// Marks goes with CheckMarks, Text with it says what is wrong.
	Marks []MarkCheck
	// Person is whom Transfer, Delegate, AddSigner, RemoveSigner, Reassign and
	// ImposeRecusal are about; "" with Reassign means the candidates.
	Person PersonID
	// People goes with CopyTo, and with Comment for those mentioned.
	People []PersonID
	// To is the step of a Return or a Jump, "stage.step" in another stage: "" is
	// what the definition says, ToPrevious and ToInitiator are what they say.
	To StepID
	// Items are those that a Return or a Jump sends back from a stage that is
	// done once to one that is done for each; none are all of them.
	Items []ItemID
	// Back asks with Return that the matter comes straight back.
	Back bool
	// Place goes with AddSigner.
	Place Place
	// Until goes with AskExtension, and with GrantExtension where it differs.
	Until calendar.Date
	// Priority goes with SetPriority.
	Priority Priority
	// Note goes with ProposeCorrection: what the public is told.
	Note string
	// Reference goes with PlaceHold: the letter or decision it goes by. Number
	// goes with LiftHold.
	Reference string
	Number    int
	// Join and Leave go with ProposeChange.
	Join, Leave []Appointment
}

// Named lists everybody whom the command names, for the store to look up.
func (c Command) Named() []PersonID {
	named := append([]PersonID(nil), c.People...)
	if c.Person != "" {
		named = append(named, c.Person)
	}
	for _, a := range append(slices.Clone(c.Join), c.Submission.Members...) {
		named = append(named, a.Person)
	}
	return named
}
