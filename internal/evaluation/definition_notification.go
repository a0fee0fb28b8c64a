package evaluation

// Notification is a reminder or an escalation (提醒、升级): an offset from
// the due date and whom to tell.
type Notification struct {
	Offset Offset // negative before the due date
	To     []Audience
	// Every repeats it at this distance, up to Times times in all; a Times
	// below 2 tells once.
	Every Offset
	Times int
}

// Audience says who is told (通知对象).
type Audience struct {
	// Assignee tells whoever has the task, or its candidates while nobody has.
	Assignee bool
	// Role tells every holder of a role.
	Role RoleID
}
