package store_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/store"
)

// blank gives an event of every type, empty.
func blank() []evaluation.Event {
	return []evaluation.Event{
		evaluation.Started{},
		evaluation.GroupFormed{},
		evaluation.StageOpened{},
		evaluation.StageSettled{},
		evaluation.StageReopened{},
		evaluation.RolledUp{},
		evaluation.TaskOpened{},
		evaluation.TaskClaimed{},
		evaluation.TaskReleased{},
		evaluation.TaskCompleted{},
		evaluation.TaskApproved{},
		evaluation.TaskReturned{},
		evaluation.TaskCancelled{},
		evaluation.Commented{},
		evaluation.MaterialSupplied{},
		evaluation.MaterialTakenBack{},
		evaluation.MarksChecked{},
		evaluation.MaterialQuarantined{},
		evaluation.Reminded{},
		evaluation.FoundOverdue{},
		evaluation.Escalated{},
		evaluation.DossierSealed{},
		evaluation.DossierFiled{},
		evaluation.FilingReceived{},
		evaluation.FilingReturned{},
		evaluation.DossierPublished{},
		evaluation.EvaluationFinished{},
		evaluation.AttemptRefused{},
		evaluation.TaskTransferred{},
		evaluation.TaskDelegated{},
		evaluation.TaskHandedBack{},
		evaluation.TaskReassigned{},
		evaluation.TaskVacated{},
		evaluation.TaskWithdrawn{},
		evaluation.TaskJumped{},
		evaluation.TaskExpired{},
		evaluation.StepSkipped{},
		evaluation.VoteDecided{},
		evaluation.SignerAdded{},
		evaluation.SignerRemoved{},
		evaluation.TaskCopied{},
		evaluation.TaskRead{},
		evaluation.TaskUrged{},
		evaluation.PrioritySet{},
		evaluation.ExtensionAsked{},
		evaluation.ExtensionGranted{},
		evaluation.ExtensionRefused{},
		evaluation.TaskSuspended{},
		evaluation.TaskResumed{},
		evaluation.EvaluationSuspended{},
		evaluation.EvaluationResumed{},
		evaluation.EvaluationTerminated{},
		evaluation.Replanned{},
		evaluation.Recused{},
		evaluation.GroupChangeProposed{},
		evaluation.GroupChangeApproved{},
		evaluation.GroupChangeRefused{},
		evaluation.Attested{},
		evaluation.PublicationCleared{},
		evaluation.CorrectionProposed{},
		evaluation.CorrectionApproved{},
		evaluation.CorrectionRefused{},
		evaluation.HoldPlaced{},
		evaluation.HoldLifted{},
		evaluation.DisposalProposed{},
		evaluation.DisposalApproved{},
		evaluation.DisposalRefused{},
	}
}

// filled gives the event with something in every member that it has.
func filled(event evaluation.Event) evaluation.Event {
	v := reflect.New(reflect.TypeOf(event)).Elem()
	fill(v)
	return v.Interface().(evaluation.Event) //nolint:forcetypeassert // it is of the event's own type
}

func fill(v reflect.Value) {
	switch v.Addr().Interface().(type) {
	case *time.Time:
		// Finer than the database keeps, and in another zone.
		v.Set(reflect.ValueOf(time.Date(2020, 8, 5, 8, 30, 0, 123456789, calendar.Location())))
		return
	case *calendar.Date:
		v.Set(reflect.ValueOf(calendar.Date{Year: 2020, Month: 8, Day: 5}))
		return
	case *decimal.Decimal:
		v.Set(reflect.ValueOf(decimal.RequireFromString("19877600.10")))
		return
	}
	switch v.Kind() { //nolint:exhaustive // what events are made of
	case reflect.Struct:
		for _, field := range v.Fields() {
			fill(field)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte(`{"b":"<&>","a":"汉字"}`))
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.String:
		v.SetString("text <&> 汉字 \u2028")
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Bool:
		v.SetBool(true)
	}
}

func TestEveryTypeOfEventComesBackAsItWasSettled(t *testing.T) {
	t.Parallel()
	var known []evaluation.EventType
	for _, event := range blank() {
		known = append(known, event.Type())
		for _, e := range []evaluation.Event{event, filled(event)} {
			settled, data, err := store.SettleEvent(e)
			require.NoError(t, err, event.Type())
			canonical, err := journal.Canonicalize(data)
			require.NoError(t, err)
			require.Equal(t, string(canonical), string(data))
			again, err := store.DecodeEvent(e.Type(), data)
			require.NoError(t, err)
			require.Equal(t, settled, again)
			require.Equal(t, e.Subject(), settled.Subject())
			require.NotContains(t, string(data), "123456789", "instants are kept to the microsecond")
			require.NotContains(t, string(data), "+08:00", "instants are kept in UTC")
		}
	}
	require.ElementsMatch(t, evaluation.EventTypes(), known)
}

func TestDecodeEvent_refusesWhatItDoesNotUnderstand(t *testing.T) {
	t.Parallel()
	_, err := store.DecodeEvent("task_lost", []byte("{}"))
	require.Equal(t, "event_type_unknown", fault.ReasonOf(err))
	for _, event := range blank() {
		for _, data := range []string{`{"unheard_of":1}`, `[]`, `{`, ``, `"text"`} {
			_, err := store.DecodeEvent(event.Type(), []byte(data))
			require.Equal(t, "event_unreadable", fault.ReasonOf(err), "%s %s", event.Type(), data)
			require.Equal(t, fault.Internal, fault.CodeOf(err))
		}
	}
}

func TestSettleEvent_refusesWhatCannotBeKept(t *testing.T) {
	t.Parallel()
	for text, reason := range map[string]string{"a\x00b": "text_has_nul", "a\xffb": "text_not_utf8"} {
		_, _, err := store.SettleEvent(evaluation.Commented{Text: text})
		require.Equal(t, reason, fault.ReasonOf(err))
		require.Equal(t, fault.Invalid, fault.CodeOf(err))
	}
	_, _, err := store.SettleEvent(evaluation.TaskCompleted{Submission: evaluation.Submission{Sheet: []byte(`{"a":1.5}`)}})
	require.Equal(t, "number_not_integer", fault.ReasonOf(err))
	deep := strings.Repeat(`[`, 100) + strings.Repeat(`]`, 100)
	_, _, err = store.SettleEvent(evaluation.TaskCompleted{Submission: evaluation.Submission{Sheet: []byte(`{"a":` + deep + `}`)}})
	require.Equal(t, "too_deep", fault.ReasonOf(err))
}
