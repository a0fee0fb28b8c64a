package evaluation_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// Complaint 4: added and removed signers are unreliable, most of all where
// people sign one after the other.

func sign(p evaluation.PersonID, place evaluation.Place) evaluation.Command {
	return evaluation.Command{Action: evaluation.AddSigner, Person: p, Place: place, Reason: "knows the contract"}
}

func unsign(p evaluation.PersonID) evaluation.Command {
	return evaluation.Command{Action: evaluation.RemoveSigner, Person: p, Reason: "not needed"}
}

func TestASignerBeforeIsWaitedFor(t *testing.T) {
	t.Parallel()
	c := working(t, nil)
	w := c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Does(sign("office-clerk", evaluation.PlaceBefore))
	require.Equal(t, []string{"submit#1 finance-officer", "submit.1#1 office-clerk"}, open(c))
	err := w.Tries(evaluation.Command{Action: evaluation.Complete})
	requireFault(t, err, fault.Conflict, "signer_pending")
	require.Equal(t, "office-clerk", fault.As(err).Params["by"])

	signer := c.Evaluation.Task("e-2019:work::submit:1.1")
	require.Equal(t, evaluation.RelationInvited, c.Situation(evaluationtest.OfficeClerk()).RelationFor(signer, evaluation.Approve))
	require.Equal(t, "task_approved as ", happened(t, c, evaluationtest.OfficeClerk(), evaluation.Command{Action: evaluation.Approve, Task: signer.ID}))
	w.Completes(evaluation.Submission{})
	require.Len(t, open(c), 5)
}

func TestASignerBesideIsOneMoreOfTheRound(t *testing.T) {
	t.Parallel()
	c := working(t, nil)
	c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().
		Does(sign("office-clerk", evaluation.PlaceBeside)).Completes(evaluation.Submission{})
	require.Equal(t, []string{"submit.1#1 office-clerk"}, open(c), "the round waits for him")
	c.As(evaluationtest.OfficeClerk()).On("work", "", "submit").Approves()
	require.Len(t, open(c), 5)
}

func TestASignerAfterwardsGetsHisTurnOnceTheTaskIsDone(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	w := c.As(evaluationtest.Director()).On("work", "", "review").Does(sign("office-clerk", evaluation.PlaceAfter))
	require.Len(t, open(c), 5)
	require.Equal(t, []evaluation.Signer{{Person: "office-clerk", By: "director", Reason: "knows the contract"}}, w.Task().Signers)
	w.Approves()
	require.Contains(t, open(c), "review.6#1 office-clerk")
	for _, p := range reviewers()[1:] {
		c.As(p).On("work", "", "review").Approves()
	}
	require.Equal(t, []string{"review.6#1 office-clerk"}, open(c))
	c.As(evaluationtest.OfficeClerk()).On("work", "", "review").Approves()
	require.Equal(t, []string{"sign#1 anybody"}, open(c))
}

func TestSignersWherePeopleActOneAfterTheOther(t *testing.T) {
	t.Parallel()
	for _, place := range evaluation.Places() {
		t.Run(string(place), func(t *testing.T) {
			t.Parallel()
			c := submitted(t, reviewed(evaluation.QuorumSequence, evaluation.QuorumRule{}))
			w := c.As(evaluationtest.Director()).On("work", "", "review").Does(sign("office-clerk", place))
			if place == evaluation.PlaceBefore {
				c.As(evaluationtest.OfficeClerk()).On("work", "", "review").Approves()
			}
			w.Approves()
			if place != evaluation.PlaceBefore {
				require.Equal(t, []string{"review.2#1 office-clerk"}, open(c), "the next waits for the signer")
				c.As(evaluationtest.OfficeClerk()).On("work", "", "review").Approves()
			}
			for _, p := range reviewers()[1:] {
				require.Len(t, open(c), 1, "one after the other")
				c.As(p).On("work", "", "review").Approves()
			}
			require.Equal(t, []string{"sign#1 anybody"}, open(c))
			require.Len(t, history(c, "review"), 6, "nobody was asked twice, nobody was left out")
		})
	}
}

func TestWhoIsNextInLineAndSignedAlreadyIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	c := submitted(t, reviewed(evaluation.QuorumSequence, evaluation.QuorumRule{}))
	c.As(evaluationtest.Director()).On("work", "", "review").Does(sign("office-head", evaluation.PlaceBeside)).Approves()
	c.As(evaluationtest.OfficeHead()).On("work", "", "review").Approves()
	require.Equal(t, []string{"review.3#1 supervision-head"}, open(c))
}

func TestASignerIsTakenBackAndTheRoundGoesOn(t *testing.T) {
	t.Parallel()
	for _, place := range evaluation.Places() {
		for _, quorum := range []evaluation.Quorum{evaluation.QuorumSequence, evaluation.QuorumAll} {
			t.Run(fmt.Sprint(place, quorum), func(t *testing.T) {
				t.Parallel()
				c := submitted(t, reviewed(quorum, evaluation.QuorumRule{}))
				before := open(c)
				c.As(evaluationtest.Director()).On("work", "", "review").Does(sign("office-clerk", place)).Does(unsign("office-clerk")).
					Does(sign("office-clerk", place)).Does(unsign("office-clerk"))
				require.Equal(t, before, open(c))
				for _, p := range reviewers() {
					c.As(p).On("work", "", "review").Approves()
				}
				require.Equal(t, []string{"sign#1 anybody"}, open(c))
			})
		}
	}
}

func TestOneOfTwoSignersIsTakenBack(t *testing.T) {
	t.Parallel()
	c := working(t, nil)
	w := c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Does(sign("office-clerk", evaluation.PlaceAfter)).
		Does(sign("office-head", evaluation.PlaceAfter)).Does(unsign("office-clerk"))
	require.Len(t, w.Task().Signers, 1)
	w.Completes(evaluation.Submission{})
	require.Equal(t, []string{"submit.1#1 office-head"}, open(c))
}

func TestASignerIsTakenBackOnceTheTaskItselfIsDone(t *testing.T) {
	t.Parallel()
	c := working(t, nil)
	w := c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().
		Does(sign("office-clerk", evaluation.PlaceAfter)).Completes(evaluation.Submission{})
	done := *w.Task()
	require.Equal(t, []string{"submit.1#1 office-clerk"}, open(c))
	w.Does(unsign("office-clerk"))
	require.Len(t, open(c), 5, "nobody waits for a signature that nobody needs")
	require.Equal(t, done, *w.Task(), "what is done stays as it is")
	requireFault(t, w.Tries(unsign("office-clerk")), fault.Conflict, "signer_missing")
}

func TestWhomTheDefinitionSeatsIsNotTakenAway(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	w := c.As(evaluationtest.Director()).On("work", "", "review").Does(sign("office-clerk", evaluation.PlaceBeside))
	requireFault(t, w.Tries(unsign("office-head")), fault.Conflict, "signer_missing")
	c.As(evaluationtest.OfficeClerk()).On("work", "", "review").Approves()
	requireFault(t, w.Tries(unsign("office-clerk")), fault.Conflict, "signer_missing")
}

func TestWhoCanBeAskedToSign(t *testing.T) {
	t.Parallel()
	c, by, task := atReview(t)
	w := c.As(by).On("self_check", "online-hall", "review").Claims()
	requireFault(t, w.Tries(sign("nobody", evaluation.PlaceBeside)), fault.Invalid, "person_unknown")
	requireFault(t, w.Tries(sign("office-clerk", "above")), fault.Invalid, "place_unknown")
	requireFault(t, w.Tries(sign(by.Person, evaluation.PlaceBeside)), fault.Conflict, "person_has_seat")
	requireFault(t, w.Tries(sign("hotline-clerk", evaluation.PlaceBeside)), fault.Conflict, "person_excluded")
	w.Does(sign("office-clerk", evaluation.PlaceAfter))
	requireFault(t, w.Tries(sign("office-clerk", evaluation.PlaceBeside)), fault.Conflict, "person_has_seat")

	// Who was asked to sign does not do what he signs.
	w.Does(sign("office-head", evaluation.PlaceBeside)).Releases()
	signer := evaluationtest.OfficeHead()
	signer.Grants = append(signer.Grants, evaluation.Grant{Role: "finance_office", UnitID: evaluationtest.Unit, DepartmentID: "office"})
	require.Equal(t, "duty:one-person-one-seat", c.Situation(signer).Excluded(task))
}

func TestASubstituteDoesNotAskHimselfToSign(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	deputy := standIn(evaluationtest.HotlineClerk(), evaluationtest.HotlineHead())
	w := c.As(deputy).On("work", "", "review")
	requireFault(t, w.Tries(sign("hotline-clerk", evaluation.PlaceBeside)), fault.Conflict, "person_has_seat")
	requireFault(t, w.Tries(sign("hotline-head", evaluation.PlaceBeside)), fault.Conflict, "person_has_seat")
}

func TestARoundHasRoomForTwentySigners(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	w := c.As(evaluationtest.Director()).On("work", "", "review")
	for i := range 21 {
		c.People = append(c.People, colleague(evaluation.PersonID(fmt.Sprint("clerk-", i)), "office", "section"))
	}
	for i := range 20 {
		w.Does(sign(evaluation.PersonID(fmt.Sprint("clerk-", i)), []evaluation.Place{evaluation.PlaceAfter, evaluation.PlaceBeside}[i%2]))
	}
	requireFault(t, w.Tries(sign("clerk-20", evaluation.PlaceBeside)), fault.Conflict, "too_many_signers")
}

func TestASignerWhoReturnsReturnsTheMatter(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	c.As(evaluationtest.Director()).On("work", "", "review").Does(sign("office-clerk", evaluation.PlaceBefore))
	c.As(evaluationtest.OfficeClerk()).On("work", "", "review").Returns("the contract says otherwise")
	require.Equal(t, []string{"submit#2 finance-officer"}, open(c))
}

func TestASignerWhoIsGoneAlreadyIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	w := c.As(evaluationtest.Director()).On("work", "", "review").Does(sign("office-clerk", evaluation.PlaceAfter))
	w.Does(evaluation.Command{Action: evaluation.ImposeRecusal, Person: "office-clerk", Reason: "a relative"})
	w.Approves()
	require.Len(t, open(c), 4)
}

func TestAnyOfTheRoundWillDoButAnAddedSignerMustSign(t *testing.T) {
	t.Parallel()
	c := submitted(t, reviewed(evaluation.QuorumAny, evaluation.QuorumRule{}))
	c.As(evaluationtest.Director()).On("work", "", "review").Does(sign("office-clerk", evaluation.PlaceBeside)).Approves()
	require.Len(t, open(c), 5, "the signer has yet to sign")
	c.As(evaluationtest.OfficeClerk()).On("work", "", "review").Approves()
	require.Equal(t, []string{"sign#1 anybody"}, open(c))
}
