package store

import (
	"bytes"
	"encoding/json"
	"reflect"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// decoder reads the event of one type.
type decoder func(data []byte) (evaluation.Event, error)

// decoders knows every type of event.
func decoders() map[evaluation.EventType]decoder {
	return map[evaluation.EventType]decoder{
		evaluation.TypeStarted:          strict[evaluation.Started],
		evaluation.TypeGroupFormed:      strict[evaluation.GroupFormed],
		evaluation.TypeStageOpened:      strict[evaluation.StageOpened],
		evaluation.TypeStageSettled:     strict[evaluation.StageSettled],
		evaluation.TypeStageReopened:    strict[evaluation.StageReopened],
		evaluation.TypeRolledUp:         strict[evaluation.RolledUp],
		evaluation.TypeTaskOpened:       strict[evaluation.TaskOpened],
		evaluation.TypeTaskClaimed:      strict[evaluation.TaskClaimed],
		evaluation.TypeTaskReleased:     strict[evaluation.TaskReleased],
		evaluation.TypeTaskCompleted:    strict[evaluation.TaskCompleted],
		evaluation.TypeTaskApproved:     strict[evaluation.TaskApproved],
		evaluation.TypeTaskReturned:     strict[evaluation.TaskReturned],
		evaluation.TypeTaskCancelled:    strict[evaluation.TaskCancelled],
		evaluation.TypeCommented:        strict[evaluation.Commented],
		evaluation.TypeMaterialSupplied: strict[evaluation.MaterialSupplied],
		evaluation.TypeTakenBack:        strict[evaluation.MaterialTakenBack],
		evaluation.TypeMarksChecked:     strict[evaluation.MarksChecked],
		evaluation.TypeQuarantined:      strict[evaluation.MaterialQuarantined],
		evaluation.TypeReminded:         strict[evaluation.Reminded],
		evaluation.TypeFoundOverdue:     strict[evaluation.FoundOverdue],
		evaluation.TypeEscalated:        strict[evaluation.Escalated],
		evaluation.TypeDossierSealed:    strict[evaluation.DossierSealed],
		evaluation.TypeDossierFiled:     strict[evaluation.DossierFiled],
		evaluation.TypeFilingReceived:   strict[evaluation.FilingReceived],
		evaluation.TypeFilingReturned:   strict[evaluation.FilingReturned],
		evaluation.TypeDossierPublished: strict[evaluation.DossierPublished],
		evaluation.TypeFinished:         strict[evaluation.EvaluationFinished],
		evaluation.TypeAttemptRefused:   strict[evaluation.AttemptRefused],
		evaluation.TypeTaskTransferred:  strict[evaluation.TaskTransferred],
		evaluation.TypeTaskDelegated:    strict[evaluation.TaskDelegated],
		evaluation.TypeTaskHandedBack:   strict[evaluation.TaskHandedBack],
		evaluation.TypeTaskReassigned:   strict[evaluation.TaskReassigned],
		evaluation.TypeTaskVacated:      strict[evaluation.TaskVacated],
		evaluation.TypeTaskWithdrawn:    strict[evaluation.TaskWithdrawn],
		evaluation.TypeTaskJumped:       strict[evaluation.TaskJumped],
		evaluation.TypeTaskExpired:      strict[evaluation.TaskExpired],
		evaluation.TypeStepSkipped:      strict[evaluation.StepSkipped],
		evaluation.TypeVoteDecided:      strict[evaluation.VoteDecided],
		evaluation.TypeSignerAdded:      strict[evaluation.SignerAdded],
		evaluation.TypeSignerRemoved:    strict[evaluation.SignerRemoved],
		evaluation.TypeTaskCopied:       strict[evaluation.TaskCopied],
		evaluation.TypeTaskRead:         strict[evaluation.TaskRead],
		evaluation.TypeTaskUrged:        strict[evaluation.TaskUrged],
		evaluation.TypePrioritySet:      strict[evaluation.PrioritySet],
		evaluation.TypeExtensionAsked:   strict[evaluation.ExtensionAsked],
		evaluation.TypeExtensionGranted: strict[evaluation.ExtensionGranted],
		evaluation.TypeExtensionRefused: strict[evaluation.ExtensionRefused],
		evaluation.TypeTaskSuspended:    strict[evaluation.TaskSuspended],
		evaluation.TypeTaskResumed:      strict[evaluation.TaskResumed],
		evaluation.TypeSuspended:        strict[evaluation.EvaluationSuspended],
		evaluation.TypeResumed:          strict[evaluation.EvaluationResumed],
		evaluation.TypeTerminated:       strict[evaluation.EvaluationTerminated],
		evaluation.TypeReplanned:        strict[evaluation.Replanned],
		evaluation.TypeRecused:          strict[evaluation.Recused],
		evaluation.TypeChangeProposed:   strict[evaluation.GroupChangeProposed],
		evaluation.TypeChangeApproved:   strict[evaluation.GroupChangeApproved],
		evaluation.TypeChangeRefused:    strict[evaluation.GroupChangeRefused],

		evaluation.TypeAttested:           strict[evaluation.Attested],
		evaluation.TypeCleared:            strict[evaluation.PublicationCleared],
		evaluation.TypeCorrectionProposed: strict[evaluation.CorrectionProposed],
		evaluation.TypeCorrectionApproved: strict[evaluation.CorrectionApproved],
		evaluation.TypeCorrectionRefused:  strict[evaluation.CorrectionRefused],
		evaluation.TypeHoldPlaced:         strict[evaluation.HoldPlaced],
		evaluation.TypeHoldLifted:         strict[evaluation.HoldLifted],
		evaluation.TypeDisposalProposed:   strict[evaluation.DisposalProposed],
		evaluation.TypeDisposalApproved:   strict[evaluation.DisposalApproved],
		evaluation.TypeDisposalRefused:    strict[evaluation.DisposalRefused],
	}
}

// DecodeEvent reads the data of a journal entry. It refuses unknown members,
// for what is not understood must not be passed over in a replay.
//
// Faults: internal event_type_unknown, event_unreadable.
func DecodeEvent(t evaluation.EventType, data []byte) (evaluation.Event, error) {
	decode, ok := decoders()[t]
	if !ok {
		return nil, fault.New(fault.Internal, "event_type_unknown", "no event of type %q is known", t)
	}
	return decode(data)
}

func strict[E evaluation.Event](data []byte) (evaluation.Event, error) {
	var event E
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&event); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "event_unreadable", "read an event of type %s", event.Type())
	}
	clean(reflect.ValueOf(&event).Elem())
	return event, nil
}

// settleEvent gives an event as the journal will give it back, and its
// canonical text. What is folded into the rows is this and not the original:
// so a replay sees exactly what was folded, down to the microseconds that
// PostgreSQL keeps and to lists that are empty rather than absent.
//
// Faults: invalid as journal.Canonical says.
func settleEvent(event evaluation.Event) (evaluation.Event, []byte, error) {
	data, err := journal.Canonical(event)
	if err != nil {
		return nil, nil, err
	}
	settled, err := DecodeEvent(event.Type(), data)
	if err != nil {
		return nil, nil, err
	}
	again, err := journal.Canonical(settled)
	if err != nil || bytes.Equal(data, again) {
		return settled, data, err
	}
	settled, err = DecodeEvent(event.Type(), again)
	return settled, again, err
}

// clean brings every instant in a decoded event to UTC and whole microseconds.
func clean(v reflect.Value) {
	if at, ok := reflect.TypeAssert[*time.Time](v.Addr()); ok {
		*at = at.UTC().Truncate(time.Microsecond)
		return
	}
	switch v.Kind() { //nolint:exhaustive // only these hold others
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				clean(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for i := range v.Len() {
			clean(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			clean(v.Elem())
		}
	}
}
