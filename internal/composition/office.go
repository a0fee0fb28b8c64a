package composition

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/document"
	"jiheng/internal/evaluation"
)

// posts are the seats of the leading group and who fills them, by post.
func (c Composition) posts() []document.Post {
	var posts []document.Post
	for _, m := range c.evaluation.Members {
		role, _ := c.definition.Role(m.Role)
		posts = append(posts, document.Post{Role: role.Title, Office: c.names.Person(m.Person).Post})
	}
	return posts
}

// appointed are the seats as they were when the group was formed; changes
// since are in no notice.
func (c Composition) appointed() []document.Post {
	var list []evaluation.Appointment
	for i := range c.evaluation.Tasks {
		t := &c.evaluation.Tasks[i]
		if t.State == evaluation.StateCompleted && len(t.Submission.Members) > 0 && !t.SettledAt.After(c.evaluation.Group.FormedAt) {
			list = t.Submission.Members
		}
	}
	if len(list) == 0 {
		return c.posts()
	}
	posts := make([]document.Post, len(list))
	for i, m := range list {
		role, _ := c.definition.Role(m.Role)
		posts[i] = document.Post{Role: role.Title, Office: c.names.Person(m.Person).Post}
	}
	return posts
}

// formationNotice is the notice that formed the leading group.
func (c Composition) formationNotice() document.FormationNotice {
	g := c.evaluation.Group
	issued := dayOf(g.Date)
	if g.Date.IsZero() {
		issued = c.evaluation.Timescale.Civil(g.FormedAt)
	}
	return document.FormationNotice{
		Number: g.Number, NumberDue: c.asksOffice(), Unit: c.names.Unit, Addressee: c.withinUnit(), Subject: c.evaluation.Title, Basis: g.Basis,
		IssuedOn: issued, Until: dayOf(g.Until), Posts: c.appointed(), Tasks: g.Tasks, Office: g.Office,
	}
}

// asksOffice tells processes that ask for all a notice has, the office of the
// group too, from older ones, whose notices stay as they were printed.
func (c Composition) asksOffice() bool {
	for _, stage := range c.definition.Stages {
		for _, step := range stage.Steps {
			if slices.ContainsFunc(step.Form, func(f evaluation.FormField) bool { return f.Name == evaluation.NoticeOfficeField }) {
				return true
			}
		}
	}
	return false
}

// withinUnit is whom a notice within the unit is to; where nothing is evaluated
// by departments it tells nobody in particular.
func (c Composition) withinUnit() string {
	for i := range c.evaluation.Items {
		if c.evaluation.Items[i].DepartmentID != "" {
			return wordOffices
		}
	}
	return ""
}

// filingLetter is the letter that goes with the sealed dossier.
func (c Composition) filingLetter() document.FilingLetter {
	l := document.FilingLetter{
		Unit: c.names.Unit, Receiver: c.names.Receiver, Subject: c.evaluation.Title, Digest: c.evaluation.Dossier.Digest, Statement: statement,
	}
	if c.evaluation.Filing != nil {
		l.FiledOn = c.evaluation.Timescale.Civil(c.evaluation.Filing.FiledAt)
	}
	if c.evaluation.Group != nil {
		l.Basis = c.evaluation.Group.Basis
	}
	l.Enclosures = enclosed(c.evaluation.Dossier.Files)
	if len(l.Enclosures) == 0 { // sealed when its files were in the manifest alone
		l.Enclosures = []string{titleReport, titleDataTable, titleScoreTable}
		for _, r := range c.projectReports() {
			l.Enclosures = append(l.Enclosures, strings.TrimSuffix(r.Title, c.mark))
		}
	}
	return l
}

// maxEnclosed is how many supporting papers a letter names one by one.
const maxEnclosed = 20

// enclosed are the papers that the sealed dossier holds, the report first, each
// once in whatever formats, then the supporting papers.
func enclosed(files []evaluation.SealedFile) []string {
	var papers, materials []string
	seen := make(map[string]bool)
	for _, f := range reportFirst(files) {
		name, _, _ := strings.Cut(f.Path, ".")
		switch {
		case strings.Contains(f.Path, "/"):
			materials = append(materials, f.Title)
		case !seen[name]:
			papers, seen[name] = append(papers, f.Title), true
		}
	}
	if len(materials) > maxEnclosed {
		materials = []string{materialsText(len(materials))}
	}
	return append(papers, materials...)
}

// reportFirst puts the report before the tables that it rests on; the rest
// stays as it was sealed.
func reportFirst(files []evaluation.SealedFile) []evaluation.SealedFile {
	sorted := slices.Clone(files)
	slices.SortStableFunc(sorted, func(a, b evaluation.SealedFile) int {
		return cmp.Compare(reportRank(a.Path), reportRank(b.Path))
	})
	return sorted
}

func reportRank(path string) int {
	if name, _, _ := strings.Cut(path, "."); name == "report" {
		return 0
	}
	return 1
}

// dayOf is the instant at which a civil date begins, for printing; the zero
// date is the zero time.
func dayOf(d calendar.Date) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// projectList lists what is evaluated.
func (c Composition) projectList() document.ProjectList {
	l := document.ProjectList{Head: c.head(titleProjects)}
	for _, it := range c.evaluation.Items {
		l.Rows = append(l.Rows, document.ProjectRow{Name: it.Title, Department: c.names.Department(it.DepartmentID), Amount: it.Amount})
	}
	return l
}

// checklist lists the papers that the process asks for, and how many there are.
func (c Composition) checklist() document.Checklist {
	l := document.Checklist{Head: c.head(titleChecklist)}
	for _, stage := range c.definition.Stages {
		for _, step := range stage.Steps {
			for _, kind := range step.Materials {
				l.Rows = append(l.Rows, c.checklistRows(stage, step, kind)...)
			}
		}
	}
	return l
}

func (c Composition) checklistRows(stage evaluation.StageDefinition, step evaluation.StepDefinition, kind evaluation.MaterialKind) []document.ChecklistRow {
	var rows []document.ChecklistRow
	for _, item := range c.itemsOf(stage) {
		if kind.When != nil && stage.ForEach != nil {
			// A condition that cannot be judged asks: better one row too many.
			if asked, err := kind.When.Holds(item, c.evaluation.Parameters); err == nil && !asked {
				continue
			}
		}
		row := document.ChecklistRow{Step: stepTitle(stage.Title, step.Title), Item: item.Title, Material: kind.Title, Optional: kind.Optional}
		ours := func(m evaluation.Material) bool {
			t := c.evaluation.Task(m.Task)
			return t != nil && t.Stage == stage.ID && t.Step == step.ID && m.Item == item.ID && m.Kind == kind.ID
		}
		row.Papers = counted(evaluation.CurrentMaterials(c.evaluation), ours)
		row.Versions = counted(c.evaluation.Materials, func(m evaluation.Material) bool { return ours(m) && !m.Gone() })
		rows = append(rows, row)
	}
	return rows
}

// itemsOf are the items for which a stage has tasks: one without a name for a
// stage that is done once.
func (c Composition) itemsOf(stage evaluation.StageDefinition) []evaluation.Item {
	if stage.ForEach == nil {
		return []evaluation.Item{{}}
	}
	var items []evaluation.Item
	for _, it := range c.evaluation.Items {
		for i := range c.evaluation.Tasks {
			if t := &c.evaluation.Tasks[i]; t.Stage == stage.ID && t.Item == it.ID {
				items = append(items, it)
				break
			}
		}
	}
	return items
}

func counted(list []evaluation.Material, ours func(evaluation.Material) bool) int {
	n := 0
	for _, m := range list {
		if ours(m) {
			n++
		}
	}
	return n
}
