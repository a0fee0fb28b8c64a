package evaluation

import "slices"

// Transition is an action on a task as a value (状态转换): from which states,
// and what it makes happen. Who may is policy's to say.
type Transition struct {
	Action Action
	From   []TaskState
	apply  func(*Situation, *Task, Command) ([]Event, error)
}

// Transitions lists what people can do to tasks. Draft is here so that it is
// allowed and explained like the rest; a draft is private to its writer until
// it is handed in, so it makes no event.
func Transitions() []Transition {
	live := []TaskState{StateOpen, StateClaimed}
	return []Transition{
		{Claim, []TaskState{StateOpen}, claim},
		{Release, []TaskState{StateClaimed}, release},
		{Draft, []TaskState{StateClaimed}, draft},
		{Complete, []TaskState{StateClaimed}, complete},
		{Approve, []TaskState{StateClaimed}, approve},
		{Return, []TaskState{StateClaimed}, sendBack},
		{Supply, []TaskState{StateClaimed}, supply},
		{TakeBack, []TaskState{StateClaimed}, takeBack},
		{CheckMarks, []TaskState{StateClaimed}, checkMarks},
		{Comment, TaskStates(), comment},
		{Withdraw, []TaskState{StateCompleted}, withdraw},
		{Transfer, []TaskState{StateClaimed}, transfer},
		{Delegate, []TaskState{StateClaimed}, delegate},
		{HandBack, []TaskState{StateClaimed}, handBack},
		{AddSigner, []TaskState{StateClaimed}, addSigner},
		{RemoveSigner, []TaskState{StateOpen, StateClaimed, StateCompleted}, removeSigner},
		{CopyTo, TaskStates(), copyTo},
		{MarkRead, TaskStates(), markRead},
		{Urge, live, urge},
		{SetPriority, live, setPriority},
		{AskExtension, []TaskState{StateClaimed}, askExtension},
		{GrantExtension, live, grantExtension},
		{RefuseExtension, live, refuseExtension},
		{Recuse, live, recuse},
		{ImposeRecusal, live, imposeRecusal},
		{Reassign, live, reassign},
		{Jump, live, jump},
		{Suspend, live, suspendTask},
		{Resume, live, resumeTask},
	}
}

// TransitionOf finds the transition of an action.
func TransitionOf(a Action) (Transition, bool) {
	for _, t := range Transitions() {
		if t.Action == a {
			return t, true
		}
	}
	return Transition{}, false
}

// Possible tells whether the transition can start from a state.
func (t Transition) Possible(s TaskState) bool {
	return slices.Contains(t.From, s)
}
