package api_test

import (
	"context"
	"encoding/base64"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/internal/signing"
	"jiheng/internal/store"
)

// finished plays the case to its end, with checkpoints on the way and a second
// evaluation beside it, and takes away all that protects it.
func finished(t *testing.T) *tampered {
	t.Helper()
	b := open(t, func(c *api.Config) { c.Signer = newKey(t, signing.Ed25519) })
	p := started(t, b)
	a := p.audited()
	a.checkpoint()
	p.checked()
	a.checkpoint()
	p.seals().publishes()
	p.keeps("auditor", "hold", map[string]any{"reason": "审计调查"}).ok(http.StatusOK)
	a.note(3)
	a.checkpoint()
	p.reviewed(a.checkpoint)
	second := started(t, b)
	a.checkpoint()
	second.formed()
	a.note(4)
	a.archive("run-1", "", told(a.id, 3), read(5))
	a.archive("run-2", "run-1", read(5), told(a.id, 7), read(8))
	a.archive("run-3", "run-2", told(a.id, 9), read(9))
	a.administer()
	a.registered()
	require.NoError(t, a.store.SealLogs(t.Context(), 0))
	a.checkpoint()
	x := &tampered{audited: a, owner: b.owner(), rnd: rand.New(rand.NewPCG(2020, 8))} //nolint:gosec // the same changes every time
	x.unprotect()
	return x
}

// owner is a connection of who owns the database.
func (b *bench) owner() *pgx.Conn {
	b.t.Helper()
	owner, err := pgx.Connect(b.t.Context(), b.dsn)
	require.NoError(b.t, err)
	b.t.Cleanup(func() { require.NoError(b.t, owner.Close(context.WithoutCancel(b.t.Context()))) })
	return owner
}

// administer gives a role, takes it away again, and leaves a proposal waiting.
func (a *audited) administer() {
	a.t.Helper()
	a.appointed(a.t, "office-clerk-1", "unit_office", "service-centre")
	a.dismissed("office-clerk-1", "unit_office")
	a.proposed(a.t, map[string]any{"kind": "grant", "person": "director", "role": "auditor", "unit_id": "service-centre"})
}

// note reads journals, for the journal of the installation.
func (a *audited) note(times int) {
	a.t.Helper()
	for i := range times {
		_, err := a.store.Note(a.t.Context(), journal.Entry{
			Type: "journal_read", ActorID: "auditor", ClientAddress: "192.0.2." + strconv.Itoa(i), Data: []byte(`{"evaluation":"` + a.id + `"}`),
		})
		require.NoError(a.t, err)
	}
}

// archive keeps the history of a run that goes on from another, with what it
// was told and what it read.
func (a *audited) archive(run, continues string, events ...string) {
	a.t.Helper()
	now := time.Now().UTC().Format(time.RFC3339Nano)
	history := `{"events":[{"eventId":"1","eventTime":"` + now + `","eventType":"EVENT_TYPE_WORKFLOW_EXECUTION_STARTED",` +
		`"workflowExecutionStartedEventAttributes":{"identity":"` + run + `","continuedExecutionRunId":"` + continues + `"}}`
	for i, e := range events {
		if !strings.HasPrefix(e, `"eventTime"`) {
			e = `"eventTime":"` + now + `",` + e
		}
		history += `,{"eventId":"` + strconv.Itoa(i+2) + `",` + e + `}`
	}
	require.NoError(a.t, a.store.KeepHistory(a.t.Context(), store.Archive{
		Workflow: "evaluation:" + a.id, Run: run, Evaluation: evaluation.ID(a.id), Status: "ContinuedAsNew", Events: int64(len(events) + 1),
		History: []byte(history + `]}`), StartedAt: time.Now(), ClosedAt: time.Now(),
	}))
}

// told is an event by which a workflow is told of an entry of an evaluation,
// read one by which it reads up to an entry.
func told(id string, seq int) string { return signalled(id + ":" + strconv.Itoa(seq)) }

func signalled(request string) string {
	return `"eventType":"EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED","workflowExecutionSignaledEventAttributes":{"signalName":"look-again","requestId":"` + request + `"}`
}

func read(seq int) string {
	facts := base64.StdEncoding.EncodeToString([]byte(`{"seq":` + strconv.Itoa(seq) + `,"stages":[]}`))
	return `"eventType":"EVENT_TYPE_MARKER_RECORDED","markerRecordedEventAttributes":{"markerName":"LocalActivity",` +
		`"details":{"result":{"payloads":[{"metadata":{"encoding":"anNvbi9wbGFpbg=="},"data":"` + facts + `"}]}}}`
}

// evidentTables are the tables that are evidence.
func evidentTables() []string {
	return []string{
		"journal", "installation_journal", "installation_head", "evaluations", "stages", "items", "member_terms", "tasks", "materials",
		"dossiers", "filings", "publications", "recusals", "task_copies", "task_reads", "files", "process_definitions",
		"attestations", "clearances", "corrections", "holds", "disposals",
		"review_books", "review_journal", "received_filings", "filing_opinions", "filing_gaps", "review_draws", "review_roll_ups", "rectification_notices",
		"policies", "checkpoints", "checkpoint_statements", "checkpoint_keys", "workflow_archives", "role_grants", "grant_proposals", "definition_proposals",
		"units", "departments", "persons", "accounts", "former_units", "former_departments", "former_persons", "former_disablements",
		"substitutions", "filing_duties", "sender_keys", "calendars", "security_log", "material_accesses", "dossier_accesses", "installation",
	}
}

// unprotect drops triggers and foreign keys, and keeps a copy of all rows.
func (x *tampered) unprotect() {
	x.t.Helper()
	x.run(`DO $$ DECLARE r record; BEGIN
		FOR r IN SELECT tgname, tgrelid::regclass AS rel FROM pg_trigger WHERE NOT tgisinternal LOOP
			EXECUTE format('DROP TRIGGER %I ON %s', r.tgname, r.rel);
		END LOOP;
		FOR r IN SELECT conname, conrelid::regclass AS rel FROM pg_constraint WHERE contype IN ('f', 'c') AND connamespace = 'public'::regnamespace LOOP
			EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.rel, r.conname);
		END LOOP;
	END $$`)
	for _, column := range []string{"person_id", "role", "unit_id"} {
		x.run(`ALTER TABLE grant_proposals ALTER COLUMN ` + column + ` DROP EXPRESSION`)
	}
	for _, table := range []string{"role_grants", "security_log", "material_accesses", "dossier_accesses"} {
		x.run(`ALTER TABLE ` + table + ` ALTER COLUMN id SET GENERATED BY DEFAULT`)
	}
	x.unguarded()
	x.run(`CREATE SCHEMA backup`)
	for _, table := range evidentTables() {
		x.run(`CREATE TABLE backup.` + table + ` AS TABLE public.` + table)
	}
}

func (x *tampered) run(sql string, args ...any) {
	x.t.Helper()
	_, err := x.owner.Exec(x.t.Context(), sql, args...)
	require.NoError(x.t, err, sql)
}

// restore puts everything back.
func (x *tampered) restore(c change) {
	x.t.Helper()
	for _, table := range c.tables {
		x.run(`DELETE FROM public.` + table)
		x.run(`INSERT INTO public.` + table + ` SELECT * FROM backup.` + table)
	}
	if c.undo != nil {
		c.undo()
	}
}

// ask gives one row of texts.
func (x *tampered) ask(sql string, args ...any) []string {
	x.t.Helper()
	rows, err := x.owner.Query(x.t.Context(), sql, args...)
	require.NoError(x.t, err, sql)
	all, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) ([]string, error) {
		values := make([]string, len(r.FieldDescriptions()))
		into := make([]any, len(values))
		for i := range values {
			into[i] = &values[i]
		}
		return values, r.Scan(into...)
	})
	require.NoError(x.t, err, sql)
	if len(all) == 0 {
		return nil
	}
	return all[0]
}

func (x *tampered) number(sql string, args ...any) int64 {
	x.t.Helper()
	row := x.ask(`SELECT (`+sql+`)::text`, args...)
	n, err := strconv.ParseInt(row[0], 10, 64)
	require.NoError(x.t, err)
	return n
}
