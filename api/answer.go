package api

import (
	"context"
	"slices"
	"time"

	"jiheng/internal/answer"
	"jiheng/internal/audit"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// AnswerStore is what answers to auditors are made from.
type AnswerStore interface {
	answer.Source
	// Looks lists who looked at what, the latest first.
	Looks(ctx context.Context, id evaluation.ID, material string, limit int, cursor string) (list []Look, next string, err error)
	LooksByFile(ctx context.Context, id evaluation.ID) ([]LookedAt, error)
	PublicDownloads(ctx context.Context, id evaluation.ID) ([]PublicCount, error)
	// NotedOf gives what the installation noted of an evaluation.
	NotedOf(ctx context.Context, id evaluation.ID, limit int) ([]journal.Entry, error)
	// RecordDossierAccess writes down that somebody is about to be given a file.
	RecordDossierAccess(ctx context.Context, g Given) error
	CountPublicDownload(ctx context.Context, id evaluation.ID, path string, on calendar.Date) error
}

// Given is that somebody is given a file of the dossier (领取).
type Given struct {
	Evaluation    evaluation.ID
	Path          string
	Person        evaluation.PersonID
	OnBehalfOf    evaluation.PersonID
	RequestID     string
	ClientAddress string
}

// Look is that somebody looked at a paper or was given a file (查阅).
type Look struct {
	ID            int64
	Material      string
	File          string
	SHA256        string
	Person        evaluation.PersonID
	OnBehalfOf    evaluation.PersonID
	Manner        string
	At            time.Time
	ClientAddress string
}

// LookedAt is how often a file was looked at (查阅次数).
type LookedAt struct {
	Material, File, SHA256 string
	Times, People          int64
	Last                   time.Time
}

// The entries about answers.
const (
	answerWhoCould     = "answer_who_could"
	answerWhyRefused   = "answer_why_refused"
	answerWhoLooked    = "answer_who_looked"
	answerAfterSealing = "answer_after_sealing"
	auditDone          = "evaluation_audited"
	notedShown         = 200
)

func (s *server) desk() *answer.Desk {
	return &answer.Desk{Source: s.store, Blobs: s.blobs, Policy: s.policy}
}

// asks lets an auditor of an evaluation ask, and notes that he does.
func (s *server) asks(ctx context.Context, x *exchange, id, kind string, f JournalFilter) (*evaluation.Situation, error) {
	situation, err := s.permitted(ctx, x, id, policy.ObjectJournal, policy.Search)
	if err != nil {
		return nil, err
	}
	f.Evaluation = situation.Evaluation.ID
	return situation, s.noteReading(ctx, x, kind, "casbin:journal/search/unit", f, "")
}

// AnswerWhoCould tells who could have done something at an instant.
func (s *server) AnswerWhoCould(c context.Context, r AnswerWhoCouldRequestObject) (AnswerWhoCouldResponseObject, error) {
	ctx, x := enter(c)
	p := r.Params
	if err := s.inThePast(p.At); err != nil {
		return nil, err
	}
	situation, err := s.asks(ctx, x, r.EvaluationID, answerWhoCould, JournalFilter{Task: evaluation.TaskID(p.Task), Action: p.Action, From: p.At})
	if err != nil {
		return nil, err
	}
	could, err := s.desk().WhoCould(ctx, answer.Question{
		Evaluation: situation.Evaluation.ID, Task: evaluation.TaskID(p.Task), Action: evaluation.Action(p.Action), At: p.At,
	})
	if err != nil {
		return nil, err
	}
	views, err := s.candidateViews(ctx, &could, p.At, false)
	if err != nil {
		return nil, err
	}
	out := AnswerWhoCould200JSONResponse{
		At: local(p.At), Task: p.Task, Action: p.Action, ActionTitle: evaluation.Action(p.Action).Label(),
		PolicyVersion: could.Policy.Version(), PolicyInCode: could.InCode, Candidates: views,
	}
	if t := could.Then.Evaluation.Task(evaluation.TaskID(p.Task)); t != nil {
		out.TaskTitle = t.Title
	}
	return out, nil
}

// candidateViews shows candidates, or those alone who could.
func (s *server) candidateViews(ctx context.Context, could *answer.Could, at time.Time, allowed bool) ([]AuditCandidate, error) {
	var people []evaluation.PersonID
	for _, c := range could.Candidates {
		people = append(people, c.Person, c.OnBehalfOf)
	}
	list, err := s.store.PersonNamesAt(ctx, people, at)
	if err != nil {
		return nil, err
	}
	names, out := evaluation.Names{People: list}, []AuditCandidate{}
	for i := range could.Candidates {
		if c := &could.Candidates[i]; c.Allowed || !allowed {
			out = append(out, s.candidateView(could, c, names))
		}
	}
	return out, nil
}

func (s *server) candidateView(could *answer.Could, c *answer.Candidate, names evaluation.Names) AuditCandidate {
	def := could.Then.Definition
	view := AuditCandidate{
		PersonID: string(c.Person), Name: calledIn(names, c.Person), Roles: []string{}, Allowed: c.Allowed,
		As: string(c.As), Rule: c.Rule, RuleText: could.Policy.WordingIn(def, c.Rule), Reason: c.Reason,
	}
	view.OnBehalfOf, view.OnBehalfOfName = named(names, c.OnBehalfOf)
	if c.As != "" {
		view.AsTitle = roleTitle(def, c.As)
	}
	for _, g := range c.Grants {
		view.Roles = append(view.Roles, roleTitle(def, g.Role))
	}
	for _, role := range c.Appointed {
		view.Roles = append(view.Roles, roleTitle(def, role))
	}
	slices.Sort(view.Roles)
	view.Roles = slices.Compact(view.Roles)
	if !c.Allowed {
		view.ReasonText = s.messages.titleOf(c.Reason)
	}
	return view
}

// AnswerWhyRefused tells why an attempt was refused.
func (s *server) AnswerWhyRefused(c context.Context, r AnswerWhyRefusedRequestObject) (AnswerWhyRefusedResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.asks(ctx, x, r.EvaluationID, answerWhyRefused, JournalFilter{})
	if err != nil {
		return nil, err
	}
	why, err := s.desk().WhyRefused(ctx, situation.Evaluation.ID, r.Params.Entry)
	if err != nil {
		return nil, err
	}
	entries, err := s.entryViews(ctx, []journal.Entry{why.Entry}, situation.Definition)
	if err != nil {
		return nil, err
	}
	could, err := s.candidateViews(ctx, &why.Could, why.Entry.At, true)
	if err != nil {
		return nil, err
	}
	told := s.permissionsView([]evaluation.Permission{{Reason: why.Reason, Rule: why.Rule}}, situation, "")
	out := AnswerWhyRefused200JSONResponse{
		Entry: entries[0], Action: string(why.Action), ActionTitle: why.Action.Label(), Reason: why.Reason, ReasonText: told[0].Text,
		Rule: why.Rule, RuleText: why.Policy.WordingIn(situation.Definition, why.Rule),
		PolicyVersion: why.Entry.PolicyVersion, PolicyInCode: why.InCode, Needed: []string{}, Could: could,
	}
	for _, role := range why.Needed() {
		out.Needed = append(out.Needed, roleTitle(situation.Definition, role))
	}
	return out, nil
}

// AnswerWhoLooked tells who looked at the files of an evaluation.
func (s *server) AnswerWhoLooked(c context.Context, r AnswerWhoLookedRequestObject) (AnswerWhoLookedResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.asks(ctx, x, r.EvaluationID, answerWhoLooked, JournalFilter{Item: r.Params.Material})
	if err != nil {
		return nil, err
	}
	id := situation.Evaluation.ID
	looks, next, err := s.store.Looks(ctx, id, r.Params.Material, pageSize(r.Params.Limit), r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	files, err := s.store.LooksByFile(ctx, id)
	if err != nil {
		return nil, err
	}
	noted, err := s.store.NotedOf(ctx, id, notedShown)
	if err != nil {
		return nil, err
	}
	exports, err := s.entryViews(ctx, noted, nil)
	if err != nil {
		return nil, err
	}
	public, err := s.store.PublicDownloads(ctx, id)
	out := AnswerWhoLooked200JSONResponse{
		Looks: s.lookViews(ctx, looks), NextCursor: next, Files: []FileLooks{}, Exports: exports, Public: append([]PublicCount{}, public...),
	}
	for _, f := range files {
		out.Files = append(out.Files, FileLooks{
			Material: f.Material, File: f.File, SHA256: f.SHA256, Times: f.Times, People: f.People, LastAt: local(f.Last),
		})
	}
	for _, p := range public {
		out.PublicTotal += p.Count
	}
	return out, err
}

func (s *server) lookViews(ctx context.Context, list []Look) []FileLook {
	var people []evaluation.PersonID
	looks := make([]answer.Look, len(list))
	for i, l := range list {
		people = append(people, l.Person, l.OnBehalfOf)
		looks[i] = answer.Look{
			Material: l.Material, File: l.File, Person: l.Person, OnBehalfOf: l.OnBehalfOf, Manner: l.Manner, At: l.At, ClientAddress: l.ClientAddress,
		}
	}
	return looksOf(looks, s.namesAfter(ctx, people...))
}

// given writes down that the caller is about to be given a file of the dossier.
func (s *server) given(ctx context.Context, x *exchange, id evaluation.ID, path string) error {
	return s.store.RecordDossierAccess(ctx, Given{
		Evaluation: id, Path: path, Person: x.person(), OnBehalfOf: x.actingFor, RequestID: x.requestID, ClientAddress: x.address,
	})
}

// taken counts that the public takes a file. It is not written down who does;
// what cannot be counted is given all the same.
func (s *server) taken(c context.Context, id evaluation.ID, path string) {
	r := requestOf(c)
	if from := r.Header.Get("Range"); from != "" && !startsAtZero(from) || r.Header.Get("If-None-Match") != "" {
		return // more of what was counted, or nothing
	}
	if err := s.store.CountPublicDownload(r.Context(), id, path, calendar.DateOf(s.now())); err != nil {
		s.log.WarnContext(r.Context(), "public download could not be counted", "evaluation", id, "error", err)
	}
}

func startsAtZero(header string) bool { return len(header) >= 8 && header[:8] == "bytes=0-" }

// AuditEvaluation verifies everything about an evaluation.
func (s *server) AuditEvaluation(c context.Context, r AuditEvaluationRequestObject) (AuditEvaluationResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.asks(ctx, x, r.EvaluationID, auditDone, JournalFilter{})
	if err != nil {
		return nil, err
	}
	if s.auditor == nil {
		return nil, fault.New(fault.Unavailable, "auditor_missing", "no auditor is configured")
	}
	select {
	case s.audits <- struct{}{}:
		defer func() { <-s.audits }()
	default:
		return nil, fault.New(fault.Unavailable, "audits_busy", "%d audits are under way", cap(s.audits))
	}
	out := AuditEvaluation200JSONResponse{Areas: []AuditArea{}, Findings: []AuditFinding{}}
	open := s.seesContent(situation)
	result, err := s.auditor.Audit(ctx, situation.Evaluation.ID, func(f audit.Finding) {
		if !open || f.Evaluation != string(situation.Evaluation.ID) {
			f = f.Masked()
		}
		if len(out.Findings) < findingsShown {
			out.Findings = append(out.Findings, AuditFinding{
				Area: f.Area.Label(), What: f.Label(), Where: f.Where, Expected: f.Expected, Found: f.Found, Broken: f.Level == journal.Broken,
			})
		}
	})
	out.Verified, out.Entries, out.Files, out.Checkpoints, out.Histories = result.OK(), result.Entries, result.Files, result.Checkpoints, result.Histories
	for _, a := range result.Areas {
		out.Areas = append(out.Areas, AuditArea{Area: a.Area.Label(), Checked: a.Checked, Findings: a.Findings, Warnings: a.Warnings})
	}
	if err == nil && !out.Verified {
		s.log.ErrorContext(ctx, "evaluation does not verify", "evaluation", r.EvaluationID, "findings", result.Findings)
	}
	return out, err
}

// findingsShown bounds an answer; whoever has more asks the command.
const findingsShown = 500
