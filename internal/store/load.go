package store

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// loaded is everything a decision needs, as one statement gives it: all of one
// snapshot, in one round trip.
type loaded struct {
	Head      evaluationRow `json:"head"`
	Now       time.Time     `json:"now"`
	Stages    []stageRow    `json:"stages"`
	Items     []itemRow     `json:"items"`
	Members   []memberRow   `json:"members"`
	Tasks     []taskRow     `json:"tasks"`
	Materials []materialRow `json:"materials"`
	Dossiers  []dossierRow  `json:"dossiers"`
	Filing    *filingRow    `json:"filing"`

	Publications []publicationRow `json:"publications"`
	Attestations []attestationRow `json:"attestations"`
	Clearances   []clearanceRow   `json:"clearances"`
	Corrections  []correctionRow  `json:"corrections"`
	Holds        []holdRow        `json:"holds"`
	Disposals    []disposalRow    `json:"disposals"`

	Copies   []copyRow    `json:"copies"`
	Reads    []readRow    `json:"reads"`
	Recusals []recusalRow `json:"recusals"`
	Actor    *actorRow    `json:"actor"`
	Grants   []grantRow   `json:"grants"`
	// Own is what a substitute is himself, Stands whether he stands in.
	Own    *ownRow    `json:"own"`
	Stands bool       `json:"stands"`
	Answer *answerRow `json:"answer"`
	// Unscanned are the files of papers that are not known to be clean.
	Unscanned []string `json:"unscanned"`
	// Rescanning are those that came before there was a scanner.
	Rescanning []string `json:"rescanning"`
	// Seen is the journal's end as the other rows were read; see loadLocked.
	Seen int64 `json:"seen"`

	// part is true where only one item's tasks were read.
	part bool
	// items is Items as the core sees them, or as they were remembered.
	items []evaluation.Item
	// text is all of it as the database gave it, where it is verified.
	text string
}

// The clock is read when the statement runs, not when the transaction began:
// a command that waited for the lock happens when it got it.
const loadHead = `SELECT json_build_object(
	'head', e,
	'now', clock_timestamp(),
	'seen', (SELECT x.seq FROM evaluations x WHERE x.id = e.id),
	'stages', (SELECT json_agg(x ORDER BY x.position) FROM stages x WHERE x.evaluation_id = e.id),
	'items', CASE WHEN @items THEN (SELECT json_agg(x ORDER BY x.position) FROM items x WHERE x.evaluation_id = e.id) END,
	'members', (SELECT json_agg(x ORDER BY x.position) FROM member_terms x WHERE x.evaluation_id = e.id),
	'dossiers', (SELECT json_agg(x ORDER BY x.version) FROM dossiers x WHERE x.evaluation_id = e.id),
	'filing', (SELECT to_json(x) FROM filings x WHERE x.evaluation_id = e.id),
	'publications', (SELECT json_agg(x ORDER BY x.number) FROM publications x WHERE x.evaluation_id = e.id),
	'attestations', (SELECT json_agg(x ORDER BY x.number) FROM attestations x WHERE x.evaluation_id = e.id),
	'clearances', (SELECT json_agg(x ORDER BY x.number) FROM clearances x WHERE x.evaluation_id = e.id),
	'corrections', (SELECT json_agg(x ORDER BY x.number) FROM corrections x WHERE x.evaluation_id = e.id),
	'holds', (SELECT json_agg(x ORDER BY x.number) FROM holds x WHERE x.evaluation_id = e.id),
	'disposals', (SELECT json_agg(x ORDER BY x.number) FROM disposals x WHERE x.evaluation_id = e.id),
	` + loadStanding + `
	'recusals', (SELECT json_agg(x ORDER BY x.seq) FROM recusals x WHERE x.evaluation_id = e.id),
	'unscanned', (SELECT json_agg(f.sha256) FROM file_scans f
		WHERE (f.state = 'infected' OR f.state = 'pending' AND f.held) AND EXISTS (SELECT FROM materials x WHERE x.sha256 = f.sha256 AND x.evaluation_id = e.id)),
	'rescanning', (SELECT json_agg(f.sha256) FROM file_scans f
		WHERE f.state = 'pending' AND NOT f.held AND EXISTS (SELECT FROM materials x WHERE x.sha256 = f.sha256 AND x.evaluation_id = e.id)),
	` + loadAnswer

// loadAnswer is what was answered before under a key, which an auditor neither
// has nor may look up.
const loadAnswer = `'answer', (SELECT to_json(k) FROM idempotency_keys k WHERE k.actor_id = @actor AND k.key = @key),`

// loadStanding is how who acts stands to the evaluation e: what the person is
// and holds, and whether he stands in for whom he acts for.
const loadStanding = `'actor', (SELECT json_build_object('unit_id', p.unit_id, 'department_id', COALESCE(p.department_id, ''))
		FROM persons p WHERE p.id = @principal),
	'own', CASE WHEN @actor <> @principal THEN (SELECT json_build_object('department_id', COALESCE(p.department_id, ''),
			'grants', (SELECT json_agg(json_build_object(
				'role', g.role, 'unit_id', g.unit_id, 'department_id', COALESCE(g.department_id, '')) ORDER BY g.id)
				FROM role_grants g WHERE g.person_id = p.id
				AND ` + grantCounts + `))
		FROM persons p WHERE p.id = @actor) END,
	'stands', @actor = @principal OR EXISTS (SELECT FROM substitutions s
		WHERE s.substitute_id = @actor AND s.principal_id = @principal AND s.process IN ('', e.process_name)
			AND ` + standsNow + `),
	'grants', (SELECT json_agg(json_build_object(
			'role', g.role, 'unit_id', g.unit_id, 'department_id', COALESCE(g.department_id, '')) ORDER BY g.id)
		FROM role_grants g
		WHERE g.person_id = @principal AND g.unit_id IN (e.unit_id, e.receiver_id)
			AND ` + grantCounts + `
			AND NOT EXISTS (SELECT FROM accounts a WHERE a.person_id = g.person_id AND a.disabled_at IS NOT NULL)),`

// Two texts rather than one with a condition, so that each finds its index.
const (
	loadSlice = loadHead + `
	'tasks', (SELECT json_agg(x ORDER BY x.opened_seq) FROM tasks x
		WHERE x.evaluation_id = e.id AND x.item_id = (SELECT t.item_id FROM tasks t WHERE t.id = @task)),
	'materials', (SELECT json_agg(x ORDER BY x.supplied_seq) FROM materials x
		WHERE x.evaluation_id = e.id AND x.item_id = (SELECT t.item_id FROM tasks t WHERE t.id = @task)),
	'copies', (SELECT json_agg(x ORDER BY x.seq, x.person_id) FROM task_copies x
		WHERE x.evaluation_id = e.id AND x.item_id = (SELECT t.item_id FROM tasks t WHERE t.id = @task)),
	'reads', (SELECT json_agg(x ORDER BY x.seq) FROM task_reads x
		WHERE x.evaluation_id = e.id AND x.item_id = (SELECT t.item_id FROM tasks t WHERE t.id = @task))` + loadEnd
	loadWhole = loadHead + `
	'tasks', (SELECT json_agg(x ORDER BY x.opened_seq) FROM tasks x WHERE x.evaluation_id = e.id),
	'materials', (SELECT json_agg(x ORDER BY x.supplied_seq) FROM materials x WHERE x.evaluation_id = e.id),
	'copies', (SELECT json_agg(x ORDER BY x.seq, x.person_id) FROM task_copies x WHERE x.evaluation_id = e.id),
	'reads', (SELECT json_agg(x ORDER BY x.seq) FROM task_reads x WHERE x.evaluation_id = e.id)` + loadEnd
	loadEnd = `
) FROM evaluations e
WHERE e.id = @id AND (@task = '' OR EXISTS (SELECT FROM tasks t WHERE t.id = @task AND t.evaluation_id = e.id))`
)

// lockMode says whether a load keeps others from changing the evaluation.
type lockMode string

const (
	readOnly lockMode = ""
	// exclusive lets one command at a time decide. It leaves the key alone, so
	// that drafts and notices may refer to the row meanwhile.
	exclusive lockMode = "\nFOR NO KEY UPDATE OF e"
)

// actorRow is where a person belongs.
type actorRow struct {
	UnitID       string `json:"unit_id"`
	DepartmentID string `json:"department_id"`
}

// question asks for one text; found is false when there is none.
type question func(query string, args map[string]any) (text string, found bool, err error)

// asked puts a question through GORM.
func asked(tx *gorm.DB) question {
	return func(query string, args map[string]any) (text string, found bool, err error) {
		done := tx.Raw(query, args).Scan(&text)
		return text, done.RowsAffected > 0, done.Error
	}
}

// waited is how long a load may take before it is taken to have waited for the
// lock. Roles that were taken away meanwhile move no journal on.
const waited = 100 * time.Millisecond

// loadLocked begins the transaction: it locks the evaluation and reads what a
// request needs. The other rows are read as of the moment before the lock was
// asked for. Whoever changes them moves the journal on, so if its end is still
// where it was then, nothing has changed; else somebody was faster, and all is
// read again under the lock.
func (s *Store) loadLocked(ctx context.Context, t *transaction, req evaluation.Request) (*loaded, error) {
	begin := func(query string, args map[string]any) (string, bool, error) { return t.begin(ctx, query, args) }
	began := time.Now()
	l, err := s.loadFrom(begin, req, exclusive)
	if err != nil || l.Seen == l.Head.Seq && time.Since(began) < waited {
		return l, err
	}
	return s.load(t.tx, req)
}

// load reads what a request needs and locks nothing.
func (s *Store) load(tx *gorm.DB, req evaluation.Request) (*loaded, error) {
	return s.loadFrom(asked(tx), req, readOnly)
}

func (s *Store) loadFrom(ask question, req evaluation.Request, lock lockMode) (*loaded, error) {
	query, part := loadWhole, req.Task != "" && !req.Whole
	if part {
		query = loadSlice
	}
	if s.audits {
		query = strings.Replace(query, loadAnswer, "", 1)
	}
	id := evaluationOf(req)
	items, known := s.items.get(id)
	text, found, err := ask(query+string(lock), map[string]any{
		"id": string(id), "task": string(req.Task), "actor": string(req.Actor), "principal": principalOf(req), "key": req.IdempotencyKey, "items": !known,
	})
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, nothingFound(req)
	}
	var l loaded
	if err := json.Unmarshal([]byte(text), &l); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "row_unreadable", "read the rows of evaluation %s", id)
	}
	if !known {
		items = coreOf(l.Items, (*itemRow).core)
		s.items.put(id, items)
	}
	l.items, l.part = items, part
	if s.verbatim {
		l.text = text
	}
	return &l, nil
}

// evaluationOf names the evaluation that a request is about. A task's id begins
// with it, as the schema makes sure.
func evaluationOf(req evaluation.Request) evaluation.ID {
	if req.Evaluation != "" || req.Task == "" {
		return req.Evaluation
	}
	id, _, _ := strings.Cut(string(req.Task), ":")
	return evaluation.ID(id)
}

func nothingFound(req evaluation.Request) error {
	if req.Task != "" {
		return noTask(req.Task)
	}
	return noEvaluation(req.Evaluation)
}

func noEvaluation(id evaluation.ID) error {
	return fault.New(fault.NotFound, "evaluation_not_found", "no evaluation %q", id).With("id", string(id))
}

func noTask(id evaluation.TaskID) error {
	return fault.New(fault.NotFound, "task_not_found", "no task %q", id)
}
