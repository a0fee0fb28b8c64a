package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Config says where and how fast to play.
type Config struct {
	BaseURL string
	// Password gives the password of a player's login.
	Password func(person string) string
	// Day is how long a day of the calendar lasts.
	Day time.Duration
	// Out is told what happens.
	Out Narrator
}

// Narrator is told what happens, as it happens.
type Narrator interface {
	// Stage tells that a stage was opened or settled.
	Stage(title, state, due string)
	// Event tells one journal entry.
	Event(at time.Time, who, what, detail string)
	// Say tells anything else.
	Say(text string)
}

// play is a demonstration under way.
type play struct {
	cfg     Config
	script  *Case
	logins  map[string]*client
	id      string
	report  *Report
	started time.Time

	// What has been told of the journal, and what is needed to tell the rest.
	told   int64
	stages map[string]stage
	words  *teller
}

// Run plays the case to its end and gives the report. It needs the case's
// organisation in the system behind BaseURL, and nothing else.
func Run(ctx context.Context, cfg Config) (*Report, error) {
	script, err := Load()
	if err != nil {
		return nil, err
	}
	p := &play{
		cfg: cfg, script: script, logins: map[string]*client{}, started: time.Now(), report: &Report{Assumptions: script.Assumptions},
		stages: map[string]stage{}, words: newTeller(script),
	}
	if err := p.enter(ctx); err != nil {
		return nil, err
	}
	watching, stop := context.WithCancel(ctx)
	defer stop()
	var watcher sync.WaitGroup
	watcher.Go(func() { p.watch(watching) })
	err = p.acts(ctx)
	if err == nil {
		err = p.finished(ctx)
	}
	stop()
	watcher.Wait()
	if err != nil {
		return nil, err
	}
	p.catchUp(ctx)
	return p.report, p.close(ctx)
}

// acts are the scenes of the case, in order.
func (p *play) acts(ctx context.Context) error {
	for _, act := range []func(context.Context) error{
		p.formation, p.selfCheck, p.inspection, p.rollUp, p.publication, p.filing,
	} {
		if err := act(ctx); err != nil {
			return err
		}
	}
	return nil
}

// enter logs everybody in and starts the evaluation.
func (p *play) enter(ctx context.Context) error {
	for _, person := range p.script.Organisation.People {
		c, err := logIn(ctx, p.cfg.BaseURL, person.ID, person.Post, p.cfg.Password(person.ID))
		if err != nil {
			return err
		}
		p.logins[person.ID] = c
	}
	var start map[string]any
	if err := json.Unmarshal(p.script.Evaluation, &start); err != nil {
		return fmt.Errorf("read evaluation of the case: %w", err)
	}
	start["day_milliseconds"] = p.cfg.Day.Milliseconds()
	var made evaluationView
	err := p.logins["office-head"].send(ctx, call{
		method: http.MethodPost, path: "/api/v1/evaluations", body: start, key: uuid.NewString(),
	}, &made)
	if err != nil {
		return fmt.Errorf("start the evaluation: %w", err)
	}
	p.id, p.report.Evaluation = made.ID, made.ID
	return nil
}

// formation forms the leading group.
func (p *play) formation(ctx context.Context) error {
	submission := map[string]any{"members": p.script.Group}
	if err := p.complete(ctx, "office-head", "formation", "draft_notice", submission); err != nil {
		return err
	}
	return p.approve(ctx, "director", "formation", "issue_notice")
}

// selfCheck is late, is returned once with a reason, and is handed in again.
func (p *play) selfCheck(ctx context.Context) error {
	clerk := p.logins["coordination-clerk"]
	t, err := p.take(ctx, clerk, "self_check", "submit")
	if err != nil {
		return err
	}
	p.cfg.Out.Say(p.script.Texts.Late)
	if err := p.escalated(ctx, "office-clerk-1"); err != nil {
		return err
	}
	if err := p.supply(ctx, clerk, t, "self_evaluation_report", "score_sheet"); err != nil {
		return err
	}
	texts, reports := p.script.Texts, p.script.Reports
	if err := p.handIn(ctx, clerk, t, written(Field{"conclusion", texts.Conclusion}, reports.Project...)); err != nil {
		return err
	}
	if err := p.sendBack(ctx, "finance-clerk", "self_check", "review", texts.ReturnReason); err != nil {
		return err
	}
	again, err := p.take(ctx, clerk, "self_check", "submit")
	if err != nil {
		return err
	}
	if err := p.supply(ctx, clerk, again, "self_evaluation_report"); err != nil {
		return err
	}
	revised := written(Field{"conclusion", texts.ConclusionAgain}, replaced(reports.Project, reports.ProjectAgain)...)
	if err := p.handIn(ctx, clerk, again, revised); err != nil {
		return err
	}
	return p.review(ctx, "finance-clerk", "self_check", "review")
}

// written is a submission of fields.
func written(first Field, others ...Field) map[string]any {
	return map[string]any{"fields": append([]Field{first}, others...)}
}

// replaced gives fields with the newer text of those that were written anew.
func replaced(fields, anew []Field) []Field {
	out := slices.Clone(fields)
	for _, f := range anew {
		i := slices.IndexFunc(out, func(o Field) bool { return o.Name == f.Name })
		if i >= 0 {
			out[i] = f
		}
	}
	return out
}

// inspection shows a refusal, and two members who want the same task.
func (p *play) inspection(ctx context.Context) error {
	clerk := p.logins["coordination-clerk"]
	t, err := p.take(ctx, clerk, "inspection", "supply")
	if err != nil {
		return err
	}
	err = p.supply(ctx, clerk, t, "application", "contract", "approval_document", "acceptance", "progress", "financial_statement", "expense_voucher")
	if err != nil {
		return err
	}
	if err := p.handIn(ctx, clerk, t, map[string]any{}); err != nil {
		return err
	}
	if err := p.refused(ctx, "coordination-head", "inspection", "inspect"); err != nil {
		return err
	}
	winner, err := p.race(ctx, "inspection", "inspect", "supervision-head", "hotline-head")
	if err != nil {
		return err
	}
	return p.decide(ctx, winner, "inspection", "inspect", p.script.Texts.InspectionOpinion)
}

// rollUp compiles the tables, which the whole group approves.
func (p *play) rollUp(ctx context.Context) error {
	submission := written(Field{"total", p.script.Declared.Total}, append([]Field{
		{"grade", p.script.Declared.Grade}, {"approved_on", p.script.Disclosure.ApprovedOn}, {"disclosed_on", p.script.Disclosure.DisclosedOn},
	}, p.script.Reports.Overall...)...)
	submission["sheet"] = p.script.Sheet
	if err := p.complete(ctx, "finance-clerk", "roll_up", "compile", submission); err != nil {
		return err
	}
	for _, member := range []string{"director", "office-head", "supervision-head", "coordination-head", "hotline-head"} {
		if err := p.decide(ctx, p.logins[member], "roll_up", "approve", p.script.Texts.Approval); err != nil {
			return err
		}
	}
	return p.attest(ctx, "director", "roll_up", "attest")
}

// publication publishes what may be: somebody has decided on every file.
func (p *play) publication(ctx context.Context) error {
	if err := p.clear(ctx, "office-clerk-2", "publication", "clear"); err != nil {
		return err
	}
	return p.approve(ctx, "office-clerk-1", "publication", "confirm")
}

// filing hands in; the bureau acknowledges under the number that the filing has
// in its register.
func (p *play) filing(ctx context.Context) error {
	if err := p.approve(ctx, "finance-clerk", "filing", "hand_in"); err != nil {
		return err
	}
	bureau := p.logins["bureau-clerk"]
	if _, err := p.task(ctx, bureau, "filing", "acknowledge", "mine", "claimable"); err != nil {
		return err
	}
	f, err := p.register(ctx, bureau)
	if err != nil {
		return err
	}
	return bureau.receive(ctx, f)
}

// task finds the live task of a step in one of a person's boxes, waiting
// until it is there.
func (p *play) task(ctx context.Context, c *client, stageID, step string, boxes ...string) (task, error) {
	for {
		for _, box := range boxes {
			var page taskPage
			if err := c.get(ctx, "/api/v1/tasks", url.Values{"box": {box}, "limit": {"100"}}, &page); err != nil {
				return task{}, fmt.Errorf("inbox of %s: %w", c.person, err)
			}
			i := slices.IndexFunc(page.Tasks, func(t task) bool { return t.Stage == stageID && t.Step == step && p.mine(t) })
			if i >= 0 {
				return page.Tasks[i], nil
			}
		}
		if err := p.rest(ctx); err != nil {
			return task{}, fmt.Errorf("%s waits for %s.%s: %w", c.person, stageID, step, err)
		}
	}
}

// mine tells whether a task belongs to the evaluation that is played; there
// may be others in the same system.
func (p *play) mine(t task) bool {
	return len(t.ID) > len(p.id) && t.ID[:len(p.id)+1] == p.id+":"
}

// rest waits a little, in proportion to the length of a day.
func (p *play) rest(ctx context.Context) error {
	pause := min(max(p.cfg.Day/10, 20*time.Millisecond), time.Second)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(pause):
		return nil
	}
}
