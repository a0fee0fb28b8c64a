package evaluation_test

import (
	"reflect"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
)

// labelled is a list of all values of a type, with their labels.
type labelled struct {
	typ    string
	values []string
	labels []string
}

func labels[V interface {
	~string
	Label() string
}](values []V) labelled {
	out := labelled{typ: reflect.TypeFor[V]().Name()}
	for _, v := range values {
		out.values, out.labels = append(out.values, string(v)), append(out.labels, v.Label())
	}
	return out
}

func allLabels() []labelled {
	return []labelled{
		labels(evaluation.States()), labels(evaluation.StageStates()), labels(evaluation.TaskStates()),
		labels(append(evaluation.TaskActions(), evaluation.Terminate, evaluation.ProposeChange, evaluation.ApproveChange, evaluation.RefuseChange,
			evaluation.ProposeCorrection, evaluation.ApproveCorrection, evaluation.RefuseCorrection,
			evaluation.PlaceHold, evaluation.LiftHold, evaluation.ProposeDisposal, evaluation.ApproveDisposal, evaluation.RefuseDisposal)), labels(evaluation.EventTypes()), labels(evaluation.AgendaKinds()),
		labels(evaluation.Boxes()), labels(evaluation.InboxSorts()), labels(append(evaluation.Effects(), evaluation.EffectNone)), labels(evaluation.Quorums()),
		labels(evaluation.Holdings()), labels(evaluation.ItemKinds()), labels(evaluation.FieldKinds()),
		labels(evaluation.Relations()), labels(evaluation.MoveKinds()),
		labels(evaluation.EmptyPolicies()), labels(evaluation.SamePolicies()), labels(evaluation.OverduePolicies()),
		labels(evaluation.DayCounts()), labels(evaluation.Places()), labels(evaluation.ReplanCauses()),
		labels(evaluation.AllProperties()), labels(evaluation.PublishRules()), labels(evaluation.PersonalKinds()), labels(evaluation.CorrectionStates()), labels(evaluation.DisclosureStates()),
		labels(evaluation.DisposalStates()), labels(evaluation.PositionStates()),
	}
}

func TestEveryValueHasAChineseLabelOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, l := range allLabels() {
		seen := map[string]string{}
		for i, label := range l.labels {
			require.NotEmpty(t, label, "%s %q", l.typ, l.values[i])
			for _, r := range label {
				require.True(t, unicode.Is(unicode.Han, r), "%s %q is shown as %q", l.typ, l.values[i], label)
			}
			require.Empty(t, seen[label], "%s %q and %q look the same", l.typ, l.values[i], seen[label])
			seen[label] = l.values[i]
		}
	}
}

func TestAValueFromElsewhereIsShownAsItIs(t *testing.T) {
	t.Parallel()
	const strange = "strange"
	for _, got := range []string{
		evaluation.State(strange).Label(), evaluation.StageState(strange).Label(), evaluation.TaskState(strange).Label(),
		evaluation.Action(strange).Label(), evaluation.EventType(strange).Label(), evaluation.AgendaKind(strange).Label(),
		evaluation.Box(strange).Label(), evaluation.InboxSort(strange).Label(), evaluation.Effect(strange).Label(), evaluation.Quorum(strange).Label(),
		evaluation.Holding(strange).Label(), evaluation.ItemKind(strange).Label(), evaluation.FieldKind(strange).Label(),
		evaluation.Relation(strange).Label(), evaluation.MoveKind(strange).Label(), evaluation.WhenEmpty(strange).Label(),
		evaluation.WhenSame(strange).Label(), evaluation.OnOverdue(strange).Label(), evaluation.DayCount(strange).Label(),
		evaluation.Place(strange).Label(), evaluation.ReplanCause(strange).Label(), evaluation.Property(strange).Label(),
		evaluation.PublishRule(strange).Label(), evaluation.PersonalKind(strange).Label(), evaluation.CorrectionState(strange).Label(), evaluation.DisclosureState(strange).Label(),
		evaluation.DisposalState(strange).Label(),
	} {
		require.Equal(t, strange, got)
	}
}
