package evaluation

// Type names the event.
func (Started) Type() EventType { return TypeStarted }

// Subject is the evaluation as a whole.
func (Started) Subject() Subject { return Subject{} }

// Type names the event.
func (GroupFormed) Type() EventType { return TypeGroupFormed }

// Subject is the evaluation as a whole.
func (GroupFormed) Subject() Subject { return Subject{} }

// Type names the event.
func (StageOpened) Type() EventType { return TypeStageOpened }

// Subject is the stage.
func (v StageOpened) Subject() Subject { return Subject{Stage: v.Stage} }

// Type names the event.
func (StageSettled) Type() EventType { return TypeStageSettled }

// Subject is the stage.
func (v StageSettled) Subject() Subject { return Subject{Stage: v.Stage} }

// Type names the event.
func (TaskOpened) Type() EventType { return TypeTaskOpened }

// Subject is the task.
func (v TaskOpened) Subject() Subject { return v.Task.Ref().Subject() }

// Type names the event.
func (TaskClaimed) Type() EventType { return TypeTaskClaimed }

// Type names the event.
func (TaskReleased) Type() EventType { return TypeTaskReleased }

// Type names the event.
func (TaskCompleted) Type() EventType { return TypeTaskCompleted }

// Type names the event.
func (TaskApproved) Type() EventType { return TypeTaskApproved }

// Type names the event.
func (TaskReturned) Type() EventType { return TypeTaskReturned }

// Type names the event.
func (TaskCancelled) Type() EventType { return TypeTaskCancelled }

// Type names the event.
func (Commented) Type() EventType { return TypeCommented }

// Type names the event.
func (MaterialSupplied) Type() EventType { return TypeMaterialSupplied }

// Type names the event.
func (MaterialTakenBack) Type() EventType { return TypeTakenBack }

// Type names the event.
func (MarksChecked) Type() EventType { return TypeMarksChecked }

// Type names the event.
func (MaterialQuarantined) Type() EventType { return TypeQuarantined }

// Type names the event.
func (Reminded) Type() EventType { return TypeReminded }

// Type names the event.
func (FoundOverdue) Type() EventType { return TypeFoundOverdue }

// Type names the event.
func (Escalated) Type() EventType { return TypeEscalated }

// Type names the event.
func (DossierSealed) Type() EventType { return TypeDossierSealed }

// Type names the event.
func (DossierFiled) Type() EventType { return TypeDossierFiled }

// Type names the event.
func (FilingReceived) Type() EventType { return TypeFilingReceived }

// Type names the event.
func (FilingReturned) Type() EventType { return TypeFilingReturned }

// Type names the event.
func (DossierPublished) Type() EventType { return TypeDossierPublished }

// Type names the event.
func (EvaluationFinished) Type() EventType { return TypeFinished }

// Subject is the evaluation as a whole.
func (EvaluationFinished) Subject() Subject { return Subject{} }

// Type names the event.
func (AttemptRefused) Type() EventType { return TypeAttemptRefused }

// Type names the event.
func (CorrectionProposed) Type() EventType { return TypeCorrectionProposed }

// Subject is the evaluation as a whole.
func (CorrectionProposed) Subject() Subject { return Subject{} }

// Type names the event.
func (CorrectionApproved) Type() EventType { return TypeCorrectionApproved }

// Subject is the evaluation as a whole.
func (CorrectionApproved) Subject() Subject { return Subject{} }

// Type names the event.
func (CorrectionRefused) Type() EventType { return TypeCorrectionRefused }

// Subject is the evaluation as a whole.
func (CorrectionRefused) Subject() Subject { return Subject{} }

// Type names the event.
func (HoldPlaced) Type() EventType { return TypeHoldPlaced }

// Subject is the evaluation as a whole.
func (HoldPlaced) Subject() Subject { return Subject{} }

// Type names the event.
func (HoldLifted) Type() EventType { return TypeHoldLifted }

// Subject is the evaluation as a whole.
func (HoldLifted) Subject() Subject { return Subject{} }

// Type names the event.
func (DisposalProposed) Type() EventType { return TypeDisposalProposed }

// Subject is the evaluation as a whole.
func (DisposalProposed) Subject() Subject { return Subject{} }

// Type names the event.
func (DisposalApproved) Type() EventType { return TypeDisposalApproved }

// Subject is the evaluation as a whole.
func (DisposalApproved) Subject() Subject { return Subject{} }

// Type names the event.
func (DisposalRefused) Type() EventType { return TypeDisposalRefused }

// Subject is the evaluation as a whole.
func (DisposalRefused) Subject() Subject { return Subject{} }
