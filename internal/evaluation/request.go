package evaluation

import "time"

// Request is who wants something of which evaluation or task (请求): all that
// the store has to know of a command besides the decision itself.
type Request struct {
	// Evaluation or Task names what it is about; a task names its evaluation.
	Evaluation ID
	Task       TaskID
	Actor      PersonID
	OnBehalfOf PersonID
	// IdempotencyKey is the actor's own name for the request; asked again
	// under the same key it is answered as before. Empty asks for no memory.
	IdempotencyKey string
	// Fingerprint is a hash of everything that was asked. A key that comes
	// back with another fingerprint was used twice by mistake.
	Fingerprint   string
	RequestID     string
	ClientAddress string
	// IfVersion is the version of the task, or without a task the Seq of the
	// evaluation, that the actor has seen; 0 is unchecked.
	IfVersion int64
	// People are those whom the command names.
	People []PersonID
	// Whole asks for all tasks and materials, not those of the task's item.
	Whole bool
}

// Opening names what an evaluation is started from (启动依据).
type Opening struct {
	// Process is the name of the definition, ProcessVersion its version or 0
	// for the newest.
	Process        string
	ProcessVersion int
	UnitID         string
	ReceiverID     string
}

// Result is what a request led to (办理结果).
type Result struct {
	// Evaluation is the state after the events, with the tasks and materials
	// that the request asked for.
	Evaluation *Evaluation
	Events     []Event
	// Seq is the last journal entry of the evaluation, At its instant.
	Seq int64
	At  time.Time
	// Replayed is true when this is the first answer, given again.
	Replayed bool
}
