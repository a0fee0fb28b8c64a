package api

import (
	"strconv"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

func taskView(id evaluation.ID, t *evaluation.Task, names evaluation.Names, now time.Time) Task {
	view := Task{
		ID: string(t.ID), EvaluationID: string(id), Stage: string(t.Stage), Item: string(t.Item), Step: string(t.Step),
		Round: t.Round, Seat: t.Seat, Title: t.Title, State: TaskState(t.State), Roles: texts(t.Roles), Effect: string(t.Effect),
		Assignee: string(t.Assignee), DueOn: t.DueOn, DueAt: local(t.DueAt), OpenedAt: local(t.OpenedAt),
		ClaimedAt: local(t.ClaimedAt), SettledAt: local(t.SettledAt), DoneBy: string(t.DoneBy), Opinion: t.Opinion,
		Overdue: !t.OverdueAt.IsZero() || t.State.Live() && !t.DueAt.After(now), Version: t.Version,
	}
	if t.Assignee != "" {
		view.AssigneeName = calledIn(names, t.Assignee)
	}
	if t.DoneBy != "" {
		view.DoneByName = calledIn(names, t.DoneBy)
	}
	addHands(&view, t, names)
	return view
}

// addHands adds through whose hands a task goes, and what is wanted of it.
func addHands(view *Task, t *evaluation.Task, names evaluation.Names) {
	view.OnBehalfOf, view.OnBehalfOfName = named(names, t.OnBehalfOf)
	view.Owner, view.OwnerName = named(names, t.Owner)
	view.AddedBy, view.AddedByName = named(names, t.AddedBy)
	view.Place, view.Priority, view.OverdueDays = TaskPlace(t.Place), int(t.Priority), t.OverdueDays
	view.SuspendedAt, view.UrgedAt = local(t.SuspendedAt), local(t.UrgedAt)
	if x := t.Extension; x != nil {
		view.ExtensionUntil, view.ExtensionReason = x.Until, x.Reason
	}
}

// named gives a person's id and name, both empty for nobody.
func named(names evaluation.Names, id evaluation.PersonID) (person, name string) {
	if id == "" {
		return "", ""
	}
	return string(id), calledIn(names, id)
}

func calledIn(names evaluation.Names, id evaluation.PersonID) string {
	if id == evaluation.SystemPerson {
		return systemName()
	}
	return calling(names.Person(id))
}

// tag is the strong entity tag of a version.
func tag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

func formView(form []evaluation.FormField) []FormField {
	out := []FormField{}
	for _, f := range form {
		out = append(out, FormField{
			Name: f.Name, Title: f.Title, Kind: FormFieldKind(f.Kind), Required: f.Required, Options: f.Options, Article: f.Article, Answered: f.Answered,
			Columns: columnViews(f.Columns),
		})
	}
	return out
}

func columnViews(columns []evaluation.SheetColumn) []SheetColumn {
	var out []SheetColumn
	for _, c := range columns {
		out = append(out, SheetColumn(c))
	}
	return out
}

func submissionView(sub evaluation.Submission) Submission {
	out := Submission{Sheet: sub.Sheet, Clearance: clearingView(sub.Clearance)}
	for _, f := range sub.Fields {
		out.Fields = append(out.Fields, FieldValue{Name: f.Name, Value: f.Value})
	}
	for _, m := range sub.Members {
		out.Members = append(out.Members, Appointment{Person: string(m.Person), Role: string(m.Role)})
	}
	return out
}

// previous is what was handed in at the step before it came back, for whoever
// does it again; decisions on files are made anew.
func previous(e *evaluation.Evaluation, t *evaluation.Task) Submission {
	last := e.Written(t.Stage, t.Step, t.Item)
	if !t.State.Live() || t.AddedBy != "" || last == nil {
		return Submission{}
	}
	sub := last.Submission
	sub.Clearance = nil
	return submissionView(sub)
}

// checklistView tells which papers are asked for and which are there.
func checklistView(list []evaluation.MaterialEntry) []ChecklistEntry {
	out := []ChecklistEntry{}
	for _, e := range list {
		if e.Asked {
			out = append(out, ChecklistEntry{Kind: e.Kind.ID, Title: e.Kind.Title, Supplied: len(e.Current) > 0})
		}
	}
	return out
}

func materialView(m evaluation.Material, names evaluation.Names) Material {
	return Material{
		ID: m.ID, TaskID: string(m.Task), Kind: m.Kind, Version: m.Version, FileName: m.FileName, SHA256: m.SHA256, SM3: m.SM3,
		Size: m.Size, MediaType: m.MediaType, SuppliedBy: string(m.SuppliedBy), SuppliedByName: calledIn(names, m.SuppliedBy),
		SuppliedAt: local(m.SuppliedAt), Copy: m.Copy,
		TakenBackAt: local(m.TakenBackAt), TakenBackByName: takenBackBy(names, m),
	}
}

func takenBackBy(names evaluation.Names, m evaluation.Material) string {
	if m.TakenBackBy == "" {
		return ""
	}
	return calledIn(names, m.TakenBackBy)
}

// permissionsView says of every action whether it is open, and if not why.
func (s *server) permissionsView(p []evaluation.Permission, now *evaluation.Situation, task evaluation.TaskID) []Permission {
	out, def := []Permission{}, now.Definition
	for _, one := range p {
		v := Permission{Action: PermissionAction(one.Action), Allowed: one.Allowed, Reason: one.Reason, Rule: one.Rule}
		if !one.Allowed {
			v.Text, v.RuleText = s.policy.Told(now, task, one), s.policy.WordingIn(def, one.Rule)
			if one.Reason == policy.ReasonDutyConflict {
				v.Text = s.policy.WordingIn(def, one.Rule)
			}
			if counted := headcount(one.Params); v.Text == "" || len(counted) > 0 {
				v.Text = s.messages.of(&fault.Error{Code: fault.Conflict, Reason: one.Reason}, counted).detail
			}
		}
		out = append(out, v)
	}
	return out
}

// headcount gives of the facts of a refusal those that need no reading.
func headcount(params map[string]string) map[string]string {
	return map[string]string{"present": params["present"], "required": params["required"]}
}

// noTask is what a stranger is told, and everybody who asks for what is not
// there.
func noTask(id string) error {
	return fault.New(fault.NotFound, "task_not_found", "no task %q", id)
}
