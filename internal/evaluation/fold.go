package evaluation

import (
	"slices"
	"time"
)

// Fold applies one record. It is the only place where an event changes state,
// live, in replay and in the verifier alike.
func (e *Evaluation) Fold(r Record) {
	e.Seq = r.Seq
	switch v := r.Event.(type) {
	case Started:
		e.foldStarted(r, v)
	case GroupFormed:
		e.foldGroup(r.At, v)
	case StageOpened, StageSettled, StageReopened:
		e.foldStage(r)
	case RolledUp:
		e.RollUp = &RollUp{v.Task, v.Digest, r.Seq, r.At, r.principal()}
	case StepSkipped:
		e.arrived(v.Stage, v.Item)
	case EvaluationFinished:
		e.State, e.FinishedAt = Finished, r.At
	case EvaluationSuspended, EvaluationResumed, EvaluationTerminated, Replanned:
		e.foldWhole(r)
	case GroupChangeProposed, GroupChangeApproved, GroupChangeRefused:
		e.foldChange(r)
	case TaskCopied, TaskRead, Recused:
		e.foldRemark(r)
	case DossierSealed, DossierFiled, FilingReceived, FilingReturned, DossierPublished, Attested, PublicationCleared:
		e.foldDossier(r)
	case CorrectionProposed, CorrectionApproved, CorrectionRefused:
		e.foldCorrection(r)
	case HoldPlaced, HoldLifted:
		e.foldHold(r)
	case DisposalProposed, DisposalApproved, DisposalRefused:
		e.foldDisposal(r)
	case MaterialSupplied:
		e.Materials = append(e.Materials, v.Material)
	case MarksChecked, MaterialQuarantined, MaterialTakenBack:
		e.foldMaterial(r)
	default:
		e.foldTask(r)
	}
}

// foldTask applies the events that change a task. Comments and refusals
// change none.
func (e *Evaluation) foldTask(r Record) {
	switch v := r.Event.(type) {
	case TaskOpened:
		t := v.Task
		t.Roles = append([]RoleID(nil), t.Roles...)
		t.Agenda = append([]AgendaEntry(nil), t.Agenda...)
		e.Tasks = append(e.Tasks, t)
		e.arrived(t.Stage, t.Item)
	case TaskClaimed:
		t := e.touch(v.Task)
		t.State, t.Assignee, t.ClaimedAt = StateClaimed, r.principal(), r.At
	case TaskReleased:
		t := e.touch(v.Task)
		t.State, t.Assignee, t.ClaimedAt = StateOpen, "", time.Time{}
	case TaskCompleted:
		t := e.settle(v.Task, StateCompleted, r)
		t.DoneAs, t.Opinion, t.Submission, t.OverdueDays = v.As, v.Opinion, v.Submission, v.OverdueDays
	case TaskApproved:
		t := e.settle(v.Task, StateCompleted, r)
		t.DoneAs, t.Opinion, t.OverdueDays = v.As, v.Opinion, v.OverdueDays
	case TaskReturned:
		t := e.settle(v.Task, StateReturned, r)
		t.DoneAs, t.Opinion, t.OverdueDays = v.As, v.Reason, v.OverdueDays
	case TaskCancelled:
		t := e.touch(v.Task)
		t.State, t.SettledAt, t.Opinion, t.Extension = StateCancelled, r.At, v.Reason, nil
	case Reminded:
		e.tick(v.Task, v.Entry, r.At)
	case Escalated:
		e.tick(v.Task, v.Entry, r.At)
	case FoundOverdue:
		e.tick(v.Task, v.Entry, r.At)
		e.Task(v.Task).OverdueAt = r.At
	default:
		e.foldHandover(r)
	}
}

func (e *Evaluation) foldStarted(r Record, v Started) {
	e.UnitID, e.ReceiverID = v.UnitID, v.ReceiverID
	e.Title, e.Year, e.Process = v.Title, v.Year, v.Process
	e.State, e.Initiator = Running, r.Actor
	e.StartOn, e.StartedAt = v.StartOn, r.At
	e.Timescale, e.CalendarVersion, e.Provisional = v.Timescale, v.CalendarVersion, v.Provisional
	e.Parameters = append([]ParameterValue(nil), v.Parameters...)
	e.Stages = append([]Stage(nil), v.Stages...)
	e.Items = append([]Item(nil), v.Items...)
	if v.Origin != nil {
		origin := *v.Origin
		e.Origin = &origin
	}
}

func (e *Evaluation) foldDossier(r Record) {
	switch v := r.Event.(type) {
	case DossierSealed:
		d := v.Dossier
		d.Version = e.nextDossier() // the first ones were not numbered
		e.Dossiers, e.Dossier = append(slices.Clip(e.Dossiers), d), &d
	case DossierFiled:
		version, before := e.nextFiling()
		e.Filing = &Filing{Digest: v.Digest, ReceiverID: v.ReceiverID, FiledAt: r.At, Version: version, Supersedes: before}
	case FilingReceived:
		f := *e.Filing
		f.ReceiptNo, f.ReceivedAt, f.ReceivedBy, f.Receipt = v.ReceiptNo, v.ReceivedAt, r.Actor, v.Receipt
		if f.ReceivedAt.IsZero() { // the entry is the receipt
			f.ReceivedAt = r.At
		}
		e.Filing = &f
	case FilingReturned:
		f := *e.Filing
		f.ReturnedAt, f.Reasons, f.Notice = r.At, v.Reasons, v.Notice
		e.Filing = &f
	case DossierPublished:
		p := Publication{Digest: v.Digest, PublishedAt: r.At, Package: v.Package}
		e.Publications, e.Publication = append(slices.Clip(e.Publications), p), &p
	case Attested:
		e.Attestations = append(slices.Clip(e.Attestations), Attestation{v.Statement, v.Task, r.Actor, r.OnBehalfOf, v.As, r.At})
	case PublicationCleared:
		e.Clearances = append(slices.Clip(e.Clearances), Clearance{v.Clearing, v.Task, r.Actor, r.OnBehalfOf, v.As, r.At})
	}
}

func (e *Evaluation) touch(id TaskID) *Task {
	t := e.Task(id)
	t.Version++
	return t
}

func (e *Evaluation) settle(id TaskID, state TaskState, r Record) *Task {
	t := e.touch(id)
	t.State, t.SettledAt, t.Extension = state, r.At, nil
	t.DoneBy, t.OnBehalfOf = r.Actor, r.OnBehalfOf
	return t
}

func (e *Evaluation) tick(id TaskID, entry string, at time.Time) {
	t := e.Task(id)
	agenda := append([]AgendaEntry(nil), t.Agenda...)
	for i := range agenda {
		if agenda[i].ID == entry {
			agenda[i].DoneAt = at
		}
	}
	t.Agenda = agenda
}
