package evaluation

// Type names the event.
func (TaskTransferred) Type() EventType { return TypeTaskTransferred }

// Type names the event.
func (TaskDelegated) Type() EventType { return TypeTaskDelegated }

// Type names the event.
func (TaskHandedBack) Type() EventType { return TypeTaskHandedBack }

// Type names the event.
func (TaskReassigned) Type() EventType { return TypeTaskReassigned }

// Type names the event.
func (TaskVacated) Type() EventType { return TypeTaskVacated }

// Type names the event.
func (TaskWithdrawn) Type() EventType { return TypeTaskWithdrawn }

// Type names the event.
func (TaskJumped) Type() EventType { return TypeTaskJumped }

// Type names the event.
func (TaskExpired) Type() EventType { return TypeTaskExpired }

// Type names the event.
func (StepSkipped) Type() EventType { return TypeStepSkipped }

// Subject is the item in its stage.
func (v StepSkipped) Subject() Subject { return Subject{Stage: v.Stage, Item: v.Item} }

// Type names the event.
func (VoteDecided) Type() EventType { return TypeVoteDecided }

// Type names the event.
func (SignerAdded) Type() EventType { return TypeSignerAdded }

// Type names the event.
func (SignerRemoved) Type() EventType { return TypeSignerRemoved }

// Type names the event.
func (TaskCopied) Type() EventType { return TypeTaskCopied }

// Type names the event.
func (TaskRead) Type() EventType { return TypeTaskRead }

// Type names the event.
func (TaskUrged) Type() EventType { return TypeTaskUrged }

// Type names the event.
func (PrioritySet) Type() EventType { return TypePrioritySet }

// Type names the event.
func (ExtensionAsked) Type() EventType { return TypeExtensionAsked }

// Type names the event.
func (ExtensionGranted) Type() EventType { return TypeExtensionGranted }

// Type names the event.
func (ExtensionRefused) Type() EventType { return TypeExtensionRefused }

// Type names the event.
func (TaskSuspended) Type() EventType { return TypeTaskSuspended }

// Type names the event.
func (TaskResumed) Type() EventType { return TypeTaskResumed }

// Type names the event.
func (EvaluationSuspended) Type() EventType { return TypeSuspended }

// Subject is the evaluation as a whole.
func (EvaluationSuspended) Subject() Subject { return Subject{} }

// Type names the event.
func (EvaluationResumed) Type() EventType { return TypeResumed }

// Subject is the evaluation as a whole.
func (EvaluationResumed) Subject() Subject { return Subject{} }

// Type names the event.
func (EvaluationTerminated) Type() EventType { return TypeTerminated }

// Subject is the evaluation as a whole.
func (EvaluationTerminated) Subject() Subject { return Subject{} }

// Type names the event.
func (Replanned) Type() EventType { return TypeReplanned }

// Subject is the evaluation as a whole.
func (Replanned) Subject() Subject { return Subject{} }

// Type names the event.
func (Recused) Type() EventType { return TypeRecused }

// Type names the event.
func (GroupChangeProposed) Type() EventType { return TypeChangeProposed }

// Subject is the evaluation as a whole.
func (GroupChangeProposed) Subject() Subject { return Subject{} }

// Type names the event.
func (GroupChangeApproved) Type() EventType { return TypeChangeApproved }

// Subject is the evaluation as a whole.
func (GroupChangeApproved) Subject() Subject { return Subject{} }

// Type names the event.
func (GroupChangeRefused) Type() EventType { return TypeChangeRefused }

// Subject is the evaluation as a whole.
func (GroupChangeRefused) Subject() Subject { return Subject{} }

// Type names the event.
func (Attested) Type() EventType { return TypeAttested }

// Type names the event.
func (PublicationCleared) Type() EventType { return TypeCleared }
