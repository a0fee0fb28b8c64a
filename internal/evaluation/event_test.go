package evaluation_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// examples has one event of every type, with every field filled in. Their
// JSON is what journals hold for decades: a change of a golden file breaks
// every chain that was ever written.
func examples() []evaluation.Event {
	at := evaluationtest.Start().StartOn.Start().Add(9 * time.Hour)
	ref := exampleRef()
	chair := []evaluation.Audience{{Assignee: true}, {Role: "chair"}}
	paper := evaluationtest.Paper("score_sheet")
	paper.ID, paper.Task, paper.Item, paper.Version = string(ref.Task)+":score_sheet:1", ref.Task, ref.Item, 1
	paper.SuppliedBy, paper.SuppliedAt = "hotline-clerk", at
	sub := evaluationtest.Fields("conclusion", "自查完成")
	sub.Members, sub.Sheet = evaluationtest.Group()[:1], evaluationtest.Sheet()
	digest := strings.Repeat("ab", 32)
	return append([]evaluation.Event{
		started(at),
		evaluation.GroupFormed{Members: evaluationtest.Group()[:2]},
		evaluation.StageOpened{Stage: "self_check", Items: []evaluation.ItemID{"terminals", "online-hall"}},
		evaluation.StageSettled{Stage: "self_check"},
		reopenedExample(ref, at),
		evaluation.RolledUp{TaskRef: ref, Digest: digest, Sources: []evaluation.Source{
			{Item: ref.Item, Step: "self_check.submit", Paper: "score_sheet", Version: 2, SHA256: digest},
		}},
		evaluation.TaskOpened{Task: fullTask(ref, at)},
		evaluation.TaskClaimed{TaskRef: ref},
		evaluation.TaskReleased{TaskRef: ref},
		evaluation.TaskCompleted{TaskRef: ref, As: "section", Opinion: "ready", Submission: sub},
		evaluation.TaskApproved{TaskRef: ref, As: "chair", Opinion: "agreed"},
		evaluation.TaskReturned{TaskRef: ref, As: "finance_office", To: "submit", Reason: "unsigned"},
		evaluation.TaskCancelled{TaskRef: ref, Reason: "returned_by_other"},
		evaluation.Commented{TaskRef: ref, Text: "please look"},
		evaluation.MaterialSupplied{TaskRef: ref, Material: paper},
		evaluation.Reminded{TaskRef: ref, Entry: "reminder-1", To: chair, DueAt: at},
		evaluation.FoundOverdue{TaskRef: ref, Entry: "overdue-1", DueAt: at},
		evaluation.Escalated{TaskRef: ref, Entry: "escalation-1", To: chair, DueAt: at},
		evaluation.DossierSealed{TaskRef: ref, Dossier: evaluationtest.Dossier(at)},
		evaluation.DossierFiled{TaskRef: ref, Digest: digest, ReceiverID: evaluationtest.Receiver},
		evaluation.FilingReceived{TaskRef: ref, ReceiptNo: "R-1", Digest: digest},
		evaluation.FilingReturned{TaskRef: ref, ReceiptNo: "R-1", Digest: digest, Reasons: []string{"no seal on the cover"}},
		evaluation.DossierPublished{TaskRef: ref, Digest: digest},
		evaluation.EvaluationFinished{},
		evaluation.AttemptRefused{TaskRef: ref, Action: evaluation.Claim, Code: "conflict", Reason: "task_already_claimed", Rule: "state:claimed"},
	}, actionExamples(ref, at)...)
}

func started(at time.Time) evaluation.Started {
	in := evaluationtest.Start()
	return evaluation.Started{
		UnitID: in.UnitID, ReceiverID: in.ReceiverID, Title: in.Title, Year: in.Year,
		Process: evaluation.ProcessRef{Name: "overall-self-evaluation", Version: 1, Digest: strings.Repeat("0", 64)},
		StartOn: in.StartOn, Timescale: calendar.Timescale{Origin: in.StartOn, StartedAt: at, Day: 2 * time.Second},
		CalendarVersion: "CN-2020.1", Provisional: true,
		Parameters: []evaluation.ParameterValue{{Name: "self_check_amount", Value: decimal.NewFromInt(1_000_000)}},
		Stages: []evaluation.Stage{{
			ID: "self_check", Title: "科室自查", State: evaluation.StageWaiting, After: []evaluation.StageID{"formation"},
			OpensOn: in.StartOn, DueOn: in.StartOn.AddDays(7), OpensAt: at, DueAt: at, OpenedAt: at, SettledAt: at,
		}},
		Items: in.Items[:1],
	}
}

func fullTask(ref evaluation.TaskRef, at time.Time) evaluation.Task {
	return evaluation.Task{
		ID: ref.Task, Stage: ref.Stage, Item: ref.Item, Step: "submit", Round: 1, Seat: 2,
		Title: "网上办事大厅二期项目 · 提交自评报告和评分表", State: evaluation.StateClaimed, Roles: []evaluation.RoleID{"section"},
		UnitID: evaluationtest.Unit, DepartmentID: "hotline", Assignee: "hotline-clerk", Effect: evaluation.EffectSeal,
		DueOn: evaluationtest.Start().StartOn.AddDays(7), DueAt: at, OpenedAt: at, ClaimedAt: at, SettledAt: at, OverdueAt: at,
		DoneBy: "hotline-clerk", OnBehalfOf: "hotline-head", DoneAs: "section", Opinion: "ready",
		Submission: evaluationtest.Fields("conclusion", "自查完成"),
		Agenda: []evaluation.AgendaEntry{{
			ID: "reminder-1", Kind: evaluation.AgendaReminder, At: at, To: []evaluation.Audience{{Assignee: true}}, DoneAt: at,
		}},
		Version: 3,
	}
}

func TestEveryEventKeepsItsForm(t *testing.T) {
	t.Parallel()
	type example struct {
		event evaluation.Event
		file  string
		full  bool
	}
	var all []example
	for _, event := range examples() {
		later := slices.ContainsFunc(grown(), func(o evaluation.Event) bool { return o.Type() == event.Type() })
		all = append(all, example{event, goldenOf(event.Type()), !later})
	}
	for _, event := range grown() {
		all = append(all, example{event, goldenOf(event.Type() + "_grown"), true})
	}
	for _, row := range all {
		t.Run(row.file, func(t *testing.T) {
			t.Parallel()
			event := row.event
			require.False(t, row.full && hasEmptyField(reflect.ValueOf(event)), "the example leaves a field out: %+v", event)
			text, err := json.MarshalIndent(event, "", "  ")
			require.NoError(t, err)
			golden(t, row.file, string(text)+"\n")
			require.Equal(t, compact(t, event), compact(t, readAgain(t, event)), "read again it is the same")
		})
	}
}

func TestEveryTypeOfEventHasOneExampleAndAGoldenFile(t *testing.T) {
	t.Parallel()
	var types []evaluation.EventType
	for _, event := range examples() {
		types = append(types, event.Type())
	}
	require.ElementsMatch(t, evaluation.EventTypes(), types)
	files, err := filepath.Glob("testdata/events/*.json")
	require.NoError(t, err)
	require.Len(t, files, len(evaluation.EventTypes())+len(grown()), "a golden file too many or too few")
	for _, typ := range evaluation.EventTypes() {
		_, err := os.Stat(goldenOf(typ))
		require.NoError(t, err)
	}
}

// Every type that can be an event is listed: a new one without a name in
// EventTypes would be lost to the journal's reader.
func TestEveryEventNamesItsSubject(t *testing.T) {
	t.Parallel()
	whole := []evaluation.EventType{
		evaluation.TypeStarted, evaluation.TypeGroupFormed, evaluation.TypeFinished, evaluation.TypeSuspended, evaluation.TypeResumed,
		evaluation.TypeTerminated, evaluation.TypeReplanned, evaluation.TypeChangeProposed, evaluation.TypeChangeApproved, evaluation.TypeChangeRefused,
		evaluation.TypeCorrectionProposed, evaluation.TypeCorrectionApproved, evaluation.TypeCorrectionRefused,
		evaluation.TypeHoldPlaced, evaluation.TypeHoldLifted,
		evaluation.TypeDisposalProposed, evaluation.TypeDisposalApproved, evaluation.TypeDisposalRefused,
	}
	stage := []evaluation.EventType{evaluation.TypeStageOpened, evaluation.TypeStageSettled}
	for _, event := range examples() {
		want := evaluation.Subject{Stage: "self_check", Item: "online-hall", Task: "e-2019:self_check:online-hall:submit:1"}
		for _, typ := range whole {
			if event.Type() == typ {
				want = evaluation.Subject{}
			}
		}
		for _, typ := range stage {
			if event.Type() == typ {
				want = evaluation.Subject{Stage: "self_check"}
			}
		}
		if event.Type() == evaluation.TypeStepSkipped {
			want.Task = ""
		}
		require.Equal(t, want, event.Subject(), event.Type())
	}
}

func goldenOf(typ evaluation.EventType) string { return "testdata/events/" + string(typ) + ".json" }

// readAgain writes an event down and reads it into a new value of its type.
func readAgain(t evaluationtest.T, event evaluation.Event) evaluation.Event {
	text, err := json.Marshal(event)
	require.NoError(t, err)
	fresh := reflect.New(reflect.TypeOf(event))
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(fresh.Interface()))
	again, ok := reflect.TypeAssert[evaluation.Event](fresh.Elem())
	require.True(t, ok)
	return again
}

func compact(t *testing.T, event evaluation.Event) string {
	t.Helper()
	text, err := json.Marshal(event)
	require.NoError(t, err)
	return string(text)
}

// hasEmptyField tells whether some field of an example has no value, so that
// its wire form would go untested.
func hasEmptyField(v reflect.Value) bool {
	if v.Kind() != reflect.Struct || v.Type().PkgPath() != reflect.TypeFor[evaluation.Task]().PkgPath() {
		return v.IsZero()
	}
	for i := range v.NumField() {
		f := v.Field(i)
		if f.Kind() == reflect.Struct && hasEmptyField(f) || f.IsZero() && !mayBeEmpty(v.Type().Field(i)) {
			return true
		}
	}
	return false
}

// mayBeEmpty: a submission need not have all of its parts.
func mayBeEmpty(f reflect.StructField) bool {
	return f.Name == "Members" || f.Name == "Sheet" || f.Name == "Clearance"
}
