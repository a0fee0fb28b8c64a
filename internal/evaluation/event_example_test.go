package evaluation_test

import (
	"strings"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// actionExamples has one event of every type that people's further actions make.
func actionExamples(ref evaluation.TaskRef, at time.Time) []evaluation.Event {
	due := evaluationtest.Start().StartOn.AddDays(7)
	join := []evaluation.Appointment{{Person: "office-clerk", Role: "member"}}
	leave := []evaluation.Appointment{{Person: "hotline-head", Role: "member"}}
	return []evaluation.Event{
		evaluation.TaskTransferred{TaskRef: ref, From: "hotline-clerk", To: "hotline-head", Reason: "on leave"},
		evaluation.TaskDelegated{TaskRef: ref, From: "hotline-clerk", To: "office-clerk", Reason: "knows the figures"},
		evaluation.TaskHandedBack{TaskRef: ref, To: "hotline-clerk", Opinion: "the figures are right"},
		evaluation.TaskReassigned{TaskRef: ref, From: "hotline-clerk", To: "hotline-head", Reason: "has left"},
		evaluation.TaskVacated{TaskRef: ref, From: "hotline-clerk", Reason: "recused"},
		evaluation.TaskWithdrawn{TaskRef: ref, Reason: "a page is missing"},
		evaluation.TaskJumped{TaskRef: ref, To: "review", Reason: "settled at a meeting"},
		evaluation.TaskExpired{TaskRef: ref},
		evaluation.StepSkipped{Stage: ref.Stage, Item: ref.Item, Step: "review", Reason: "role_empty"},
		evaluation.VoteDecided{TaskRef: ref, Passed: true, For: 4, Against: 1, Total: 5, Present: 5, Required: 4},
		evaluation.SignerAdded{TaskRef: ref, Person: "office-clerk", Place: evaluation.PlaceBefore, Reason: "knows the contract"},
		evaluation.SignerRemoved{TaskRef: ref, Person: "office-clerk", Reason: "not needed"},
		evaluation.TaskCopied{TaskRef: ref, To: []evaluation.PersonID{"director"}, Text: "for your information"},
		evaluation.TaskRead{TaskRef: ref},
		evaluation.TaskUrged{TaskRef: ref, Text: "today, please"},
		evaluation.MarksChecked{
			TaskRef: ref, Material: string(ref.Task) + ":score_sheet:1", Inspected: true, Note: "the seal is that of a department",
			Marks: []evaluation.MarkCheck{{Mark: evaluation.MarkSeal, Confirmed: false}, {Mark: evaluation.MarkHead, Confirmed: true}},
		},
		evaluation.MaterialTakenBack{TaskRef: ref, Material: string(ref.Task) + ":vouchers.1:1", Reason: "belongs to another project"},
		evaluation.MaterialQuarantined{TaskRef: ref, Material: string(ref.Task) + ":score_sheet:1", SHA256: evaluationtest.Paper("score_sheet").SHA256, Signature: "Eicar-Signature", SuppliedBy: "hotline-clerk"},
		evaluation.PrioritySet{TaskRef: ref, Before: evaluation.PriorityHigh, Priority: evaluation.PriorityUrgent},
		evaluation.ExtensionAsked{TaskRef: ref, Until: due, Reason: "the audit is not over"},
		evaluation.ExtensionGranted{TaskRef: ref, Until: due, Opinion: "agreed"},
		evaluation.ExtensionRefused{TaskRef: ref, Reason: "no time left"},
		evaluation.TaskSuspended{TaskRef: ref, Reason: "under audit"},
		evaluation.TaskResumed{TaskRef: ref, Reason: "the audit is over"},
		evaluation.EvaluationSuspended{Reason: "flood"},
		evaluation.EvaluationResumed{Reason: "the flood is over"},
		evaluation.EvaluationTerminated{Reason: "the unit was dissolved"},
		evaluation.Recused{TaskRef: ref, Person: "hotline-clerk", Reason: "a relative is the contractor"},
		replannedExample(ref, due, at),
		evaluation.GroupChangeProposed{Join: join, Leave: leave, Reason: "moved to another post"},
		evaluation.GroupChangeApproved{Join: join, Leave: leave, Opinion: "agreed"},
		evaluation.GroupChangeRefused{Reason: "the group is complete"},
		evaluation.Attested{TaskRef: ref, As: "unit_head", Statement: evaluation.Statement{
			Properties: []evaluation.Property{evaluation.PropertyTruth}, Wording: "I answer for it", WordingDigest: "aa", Content: "bb",
		}},
		evaluation.PublicationCleared{TaskRef: ref, As: "unit_office", Clearing: clearingExample()},
		evaluation.CorrectionProposed{Digest: "aa", Reason: "a figure is wrong", Note: "one figure is corrected"},
		evaluation.CorrectionApproved{Number: 1, Reopens: "roll_up", Opinion: "agreed"},
		evaluation.CorrectionRefused{Number: 1, Reason: "the figure is right"},
		evaluation.HoldPlaced{Reason: "under investigation", Reference: "2031-17"},
		evaluation.HoldLifted{Number: 1, Reason: "the investigation is over"},
		evaluation.DisposalProposed{Reason: "the time is over", Years: 10},
		evaluation.DisposalApproved{Number: 1, Years: 10, Opinion: "agreed"},
		evaluation.DisposalRefused{Number: 1, Reason: "wanted for the history of the unit"},
	}
}

func clearingExample() evaluation.Clearing {
	return evaluation.Clearing{Digest: "aa", Files: []evaluation.FileDecision{
		{Path: "report.html", Public: true, Reason: "to be public", Basis: "the notice", Acknowledged: "a public number"},
	}}
}

// sealedExample is a dossier that supersedes another, with findings.
func sealedExample(at time.Time) evaluation.Dossier {
	d := evaluationtest.Dossier(at)
	d.Version, d.Supersedes, d.Note = 2, "aa", "one figure is corrected"
	d.Files = []evaluation.SealedFile{{Path: "report.html", Title: "report", SHA256: "bb", Size: 12, Publish: evaluation.PublishYes}}
	d.Findings = []evaluation.PersonalData{{Path: "report.html", Place: "3", Kind: evaluation.PersonalMobile, Masked: "138****5678"}}
	d.Unread = []string{"scan.pdf"}
	return d
}

func replannedExample(ref evaluation.TaskRef, due calendar.Date, at time.Time) evaluation.Replanned {
	return evaluation.Replanned{
		Cause: evaluation.ReplanSuspension, CalendarVersion: "CN-2020.2", Provisional: true,
		Stages: []evaluation.StagePlan{{
			Stage: ref.Stage, OpenedBefore: due.AddDays(-7), DueBefore: due, OpensOn: due.AddDays(-5), DueOn: due.AddDays(2),
			OpensAt: at, DueAt: at, Shift: 2, Delay: 2,
		}},
		Tasks: []evaluation.TaskPlan{{
			Task: ref.Task, DueBefore: due, DueOn: due.AddDays(2), DueAt: at, Extended: true,
			Agenda: []evaluation.AgendaEntry{{
				ID: "reminder-1", Kind: evaluation.AgendaReminder, At: at, To: []evaluation.Audience{{Assignee: true}}, DoneAt: at,
			}},
		}},
	}
}

// grown has the events that have got further fields since the first journals,
// with those filled in too. A journal from before reads as ever.
func grown() []evaluation.Event {
	at := evaluationtest.Start().StartOn.Start().Add(9 * time.Hour)
	ref := exampleRef()
	sub := evaluationtest.Fields("conclusion", "自查完成")
	sub.Members, sub.Sheet = evaluationtest.Group()[:1], evaluationtest.Sheet()
	clearing := clearingExample()
	sub.Clearance = &clearing
	first := started(at)
	first.Origin = &evaluation.Origin{Evaluation: "e-2018", Digest: strings.Repeat("ab", 32), Filing: "rf-1", Number: "2018-00001"}
	first.Stages[0].Shift, first.Stages[0].Delay = 2, 1
	return []evaluation.Event{
		first,
		evaluation.DossierSealed{TaskRef: ref, Dossier: sealedExample(at)},
		evaluation.DossierPublished{TaskRef: ref, Digest: "aa", Package: "bb"},
		evaluation.GroupFormed{Members: evaluationtest.Group()[:2], Notice: evaluation.GroupNotice{
			Number: "No. 12", Date: evaluationtest.Start().StartOn, Basis: "the bureau's notice", Until: evaluationtest.Start().StartOn.AddDays(90),
			Tasks: "leads the evaluation", Office: "the office",
		}},
		evaluation.TaskOpened{Task: grownTask(ref, at)},
		evaluation.TaskCompleted{TaskRef: ref, As: "section", Opinion: "ready", Submission: sub, OverdueDays: 2},
		evaluation.TaskApproved{TaskRef: ref, As: "chair", Opinion: "agreed", OverdueDays: 2},
		evaluation.TaskReturned{TaskRef: ref, As: "finance_office", To: "submit", Reason: "unsigned", Back: true, OverdueDays: 2},
		evaluation.FilingReceived{TaskRef: ref, ReceiptNo: "R-1", Digest: strings.Repeat("ab", 32), Receipt: `{"type":"t"}`, ReceivedAt: at},
		evaluation.FilingReturned{
			TaskRef: ref, ReceiptNo: "R-1", Digest: strings.Repeat("ab", 32), Reasons: []string{"no seal on the cover"}, Notice: `{"type":"t"}`,
			FormCheck: []evaluation.CheckPoint{{Name: "seal", Remark: "missing"}},
		},
		evaluation.Commented{TaskRef: ref, Text: "please look", Mentions: []evaluation.PersonID{"director"}},
		evaluation.MaterialSupplied{TaskRef: ref, Material: grownPaper(ref, at)},
	}
}

func grownPaper(ref evaluation.TaskRef, at time.Time) evaluation.Material {
	m := evaluationtest.Paper("score_sheet")
	m.ID, m.Task, m.Item, m.Version = string(ref.Task)+":score_sheet.1:2", ref.Task, ref.Item, 2
	m.SuppliedBy, m.SuppliedAt, m.Copy = "hotline-clerk", at, 1
	m.Marks = []evaluation.MaterialMark{{
		Mark: evaluation.MarkSeal, DeclaredBy: "hotline-clerk", DeclaredAt: at, Verdict: evaluation.VerdictRejected,
		CheckedBy: "finance-officer", CheckedAt: at, Note: "the seal is that of a department",
	}}
	m.Quarantined, m.QuarantinedAt = "Eicar-Signature", at
	m.TakenBackBy, m.TakenBackAt = "hotline-clerk", at
	return m
}

func grownTask(ref evaluation.TaskRef, at time.Time) evaluation.Task {
	t := fullTask(ref, at)
	t.Owner, t.AddedBy, t.Anchor, t.Place = "hotline-head", "director", ref.Task, evaluation.PlaceAfter
	t.Signers = []evaluation.Signer{{Person: "office-clerk", By: "hotline-clerk", Reason: "knows the contract"}}
	t.Weight, t.Back, t.Priority, t.Extended, t.OverdueDays = 3, "review", evaluation.PriorityUrgent, true, 2
	t.Extension = &evaluation.Extension{By: "hotline-head", Hand: "hotline-clerk", At: at, Until: t.DueOn.AddDays(3), Reason: "the audit is not over"}
	t.UrgedAt, t.SuspendedAt = at, at
	return t
}

func exampleRef() evaluation.TaskRef {
	return evaluation.TaskRef{Stage: "self_check", Item: "online-hall", Task: "e-2019:self_check:online-hall:submit:1"}
}

func reopenedExample(ref evaluation.TaskRef, at time.Time) evaluation.StageReopened {
	due := evaluationtest.Start().StartOn.AddDays(30)
	return evaluation.StageReopened{
		TaskRef: ref, To: "self_check", Step: "submit", Items: []evaluation.ItemID{ref.Item}, Reason: "a figure is wrong",
		Straight: "inspection.inspect", Provisional: true,
		Stages: []evaluation.StageAgain{{
			StagePlan: evaluation.StagePlan{
				Stage: "self_check", OpenedBefore: due.AddDays(-30), DueBefore: due.AddDays(-23), OpensOn: due.AddDays(-30), DueOn: due,
				OpensAt: at, DueAt: at,
			},
			State: evaluation.StageActive,
			Reopened: &evaluation.Reopened{
				Times: 1, At: at, By: "director", On: due.AddDays(-7), Days: 7, Workdays: true, AtLeast: due,
				Awaits: []evaluation.ItemID{ref.Item}, Start: "submit",
			},
		}},
		Tasks: []evaluation.TaskPlan{{Task: ref.Task, DueBefore: due, DueOn: due, DueAt: at, Agenda: []evaluation.AgendaEntry{}}},
	}
}
