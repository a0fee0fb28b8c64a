package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
)

// play is one evaluation of the case under way, in real time: its days lie in
// the past, so every stage opens as soon as those before it are settled.
type play struct {
	*bench
	t      *testing.T
	id     string
	people map[string]*someone
}

// started starts the case's evaluation as the head of the office.
func started(t *testing.T, b *bench) *play {
	t.Helper()
	p := &play{bench: b, t: t, people: map[string]*someone{}}
	e := into[api.Evaluation](p.as("office-head").post("/api/v1/evaluations", b.start(t)).ok(http.StatusCreated))
	p.id = e.ID
	p.turn()
	return p
}

// start is what the case's evaluation is started with.
func (b *bench) start(t testing.TB) map[string]any {
	t.Helper()
	var start map[string]any
	require.NoError(t, json.Unmarshal(b.script.Evaluation, &start))
	return start
}

func (p *play) as(person string) *someone {
	p.t.Helper()
	if p.people[person] == nil {
		p.people[person] = p.bench.as(person)
	}
	return p.people[person]
}

func (p *play) turn() {
	p.t.Helper()
	require.NoError(p.t, p.bench.turn(p.t.Context(), p.id))
}

// live finds the live task of a step, as the timeline shows it to an auditor.
func (p *play) live(stage, step string) api.Task {
	p.t.Helper()
	line := into[api.Timeline](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/timeline").ok(http.StatusOK))
	for _, s := range line.Stages {
		for _, task := range s.Tasks {
			if task.Stage == stage && task.Step == step && (task.State == api.TaskStateOpen || task.State == api.TaskStateClaimed) {
				return task
			}
		}
	}
	require.FailNow(p.t, "no live task", "%s.%s", stage, step)
	return api.Task{}
}

func path(task api.Task, action string) string {
	return "/api/v1/tasks/" + url.PathEscape(task.ID) + "/" + action
}

// claims gives somebody the live task of a step.
func (p *play) claims(person, stage, step string) api.Task {
	p.t.Helper()
	task := p.live(stage, step)
	if task.Assignee == person {
		return task
	}
	return into[api.Task](p.as(person).post(path(task, "claim"), nil, match(task.Version)).ok(http.StatusOK))
}

func (p *play) approves(person, stage, step string) {
	p.t.Helper()
	var task api.Task
	if stage == "roll_up" { // everybody has a task of their own
		task = p.own(person, stage, step)
	} else {
		task = p.claims(person, stage, step)
	}
	p.as(person).post(path(task, "approve"), map[string]string{"opinion": "同意。"}, match(task.Version)).ok(http.StatusOK)
	p.turn()
}

// own finds a person's own task of a step in the inbox.
func (p *play) own(person, stage, step string) api.Task {
	p.t.Helper()
	page := into[api.TaskPage](p.as(person).get("/api/v1/tasks?box=mine&limit=100").ok(http.StatusOK))
	for _, row := range page.Tasks {
		if row.Stage == stage && row.Step == step {
			return into[api.TaskDetail](p.as(person).get("/api/v1/tasks/" + url.PathEscape(row.ID)).ok(http.StatusOK)).Task
		}
	}
	require.FailNow(p.t, "no task of one's own", "%s %s.%s", person, stage, step)
	return api.Task{}
}

func (p *play) completes(person, stage, step string, submission map[string]any) {
	p.t.Helper()
	task := p.claims(person, stage, step)
	p.as(person).post(path(task, "complete"), map[string]any{"submission": submission}, match(task.Version)).ok(http.StatusOK)
	p.turn()
}

// supplies hands papers in for a task one has.
func (p *play) supplies(person string, task api.Task, kinds ...string) {
	p.t.Helper()
	for _, kind := range kinds {
		p.as(person).upload(task, kind, kind+".pdf", paper(kind)).ok(http.StatusOK)
	}
}

func (s *someone) upload(task api.Task, kind, name string, content []byte, options ...with) answer {
	s.b.t.Helper()
	target := path(task, "materials/"+kind) + "?file_name=" + url.QueryEscape(name)
	return s.send(http.MethodPut, target, content, append([]with{contentType("application/octet-stream")}, options...)...)
}

// paper is a small valid PDF.
func paper(text string) []byte {
	body := "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n% " + text + "\n"
	return fmt.Appendf([]byte(body), "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(body))
}

// formed goes on until the leading group is formed.
func (p *play) formed() *play {
	p.t.Helper()
	p.completes("office-head", "formation", "draft_notice", map[string]any{"members": p.group()})
	p.approves("director", "formation", "issue_notice")
	return p
}

func (p *play) group() json.RawMessage { return p.script.Group }

// checked goes on until the inspection has been passed.
func (p *play) checked() *play {
	p.t.Helper()
	p.formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	p.supplies("coordination-clerk", task, "self_evaluation_report", "score_sheet")
	p.completes("coordination-clerk", "self_check", "submit", fields("conclusion", "运行正常"))
	p.approves("finance-clerk", "self_check", "review")
	return p.inspected()
}

// inspected goes on from the self-check until the inspection has been passed.
func (p *play) inspected() *play {
	p.t.Helper()
	task := p.claims("coordination-clerk", "inspection", "supply")
	p.supplies("coordination-clerk", task,
		"application", "contract", "approval_document", "acceptance", "progress", "financial_statement", "expense_voucher")
	p.completes("coordination-clerk", "inspection", "supply", map[string]any{})
	p.approves("supervision-head", "inspection", "inspect")
	return p
}

func fields(namesAndValues ...string) map[string]any {
	list := []map[string]string{}
	for pair := range slices.Chunk(namesAndValues, 2) {
		list = append(list, map[string]string{"name": pair[0], "value": pair[1]})
	}
	return map[string]any{"fields": list}
}

// declared is the submission that compiles the tables.
func (p *play) declared() map[string]any {
	sub := fields("total", "97", "grade", "优", "problems", "制度仍有缺口", "measures", "补齐制度")
	sub["sheet"] = p.script.Sheet
	return sub
}

// sealed goes on until the dossier is sealed.
func (p *play) sealed() *play {
	p.t.Helper()
	return p.checked().seals()
}

// seals goes on from the inspection until the dossier is sealed.
func (p *play) seals() *play {
	p.t.Helper()
	p.completes("finance-clerk", "roll_up", "compile", p.declared())
	for _, member := range []string{"director", "office-head", "supervision-head", "coordination-head", "hotline-head"} {
		p.approves(member, "roll_up", "approve")
	}
	return p
}

// published goes on until it is public; nothing is filed yet.
func (p *play) published() *play {
	p.t.Helper()
	return p.sealed().publishes()
}

// publishes goes on from the sealed dossier until it is public.
func (p *play) publishes() *play {
	p.t.Helper()
	p.approves("office-clerk-1", "publication", "confirm")
	return p
}

// jsonOf is a JSON text made of parts.
func jsonOf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// bigJSON is a JSON object of at least n bytes.
func bigJSON(n int) string {
	return `{"text":"` + strings.Repeat("a", n) + `"}`
}

func contains(t *testing.T, haystack []byte, needle string) {
	t.Helper()
	require.True(t, bytes.Contains(haystack, []byte(needle)), "%s in %s", needle, haystack)
}
