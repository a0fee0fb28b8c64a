package store

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// entryRow is a journal entry, in and out; hashes go in as hexadecimals.
type entryRow struct {
	Seq           int64     `json:"seq"`
	At            time.Time `json:"at"`
	Type          string    `json:"type"`
	ActorID       string    `json:"actor_id"`
	OnBehalfOf    string    `json:"on_behalf_of"`
	TaskID        string    `json:"task_id"`
	ItemID        string    `json:"item_id"`
	StageID       string    `json:"stage_id"`
	Rule          string    `json:"rule"`
	PolicyVersion string    `json:"policy_version"`
	RequestID     string    `json:"request_id"`
	ClientAddress string    `json:"client_address"`
	Data          string    `json:"data"`
	PrevHash      digest    `json:"prev_hash"`
	Hash          digest    `json:"hash"`
}

// TableName names the table.
func (entryRow) TableName() string { return "journal" }

func newEntryRow(e journal.Entry) entryRow {
	return entryRow{
		Seq: e.Seq, At: e.At, Type: e.Type, ActorID: e.ActorID, OnBehalfOf: e.OnBehalfOf, TaskID: e.TaskID,
		ItemID: e.ItemID, StageID: e.StageID, Rule: e.Rule, PolicyVersion: e.PolicyVersion,
		RequestID: e.RequestID, ClientAddress: e.ClientAddress, Data: string(e.Data),
		PrevHash: digest(e.PrevHash), Hash: digest(e.Hash),
	}
}

// appendEntries ends every command in one round trip: the entries, the answer
// under its key if it has one, and the new head. The head moves only from
// where it was read: else the division fails, and with it the command.
const appendEntries = `WITH entries AS (
	INSERT INTO journal (evaluation_id, seq, at, type, actor_id, on_behalf_of, task_id, item_id, stage_id,
		rule, policy_version, request_id, client_address, data, prev_hash, hash)
	SELECT @id, n.seq, n.at, n.type, n.actor_id, n.on_behalf_of, n.task_id, n.item_id, n.stage_id,
		n.rule, n.policy_version, n.request_id, n.client_address, n.data, n.prev_hash, n.hash
	FROM json_to_recordset(CAST(@entries AS json)) AS n(seq bigint, at timestamptz, type text, actor_id text,
		on_behalf_of text, task_id text, item_id text, stage_id text, rule text, policy_version text,
		request_id text, client_address text, data text, prev_hash bytea, hash bytea)
), answer AS (
	INSERT INTO idempotency_keys (actor_id, key, fingerprint, evaluation_id, task_id, first_seq, last_seq, refusal, answered_at)
	SELECT @actor, @key, @fingerprint, @id, @task, CAST(@first AS bigint), CAST(@last AS bigint), CAST(@refusal AS jsonb), CAST(@now AS timestamptz) WHERE @key <> ''
), head AS (
	UPDATE evaluations SET seq = @last, head_hash = @hash, head_at = @head_at, state = @state, finished_at = @finished_at,
		suspended_at = @suspended_at, end_reason = @end_reason, leading_group = CAST(@group AS jsonb),
		group_change = CAST(@change AS jsonb), calendar_version = @calendar, provisional = @provisional,
		roll_up = CAST(@roll_up AS jsonb)
	WHERE id = @id AND seq = @was RETURNING id
)
SELECT 1 / count(*) FROM head`

// append puts the entries behind the journal's head. An evaluation that starts
// has its head written with its row already.
func (c *change) append(tx *gorm.DB, refusal error) error {
	args, err := c.appended(refusal)
	if err != nil {
		return err
	}
	return c.outOfStep(tx.Exec(appendEntries, args).Error)
}

// appended gives what appendEntries is to write.
func (c *change) appended(refusal error) (map[string]any, error) {
	rows := make([]entryRow, len(c.entries))
	for i, e := range c.entries {
		rows[i] = newEntryRow(e)
	}
	entries, err := encode(rows)
	if err != nil {
		return nil, err
	}
	refused, err := encodeRefusal(refusal)
	if err != nil {
		return nil, err
	}
	group, change, err := c.groupTexts()
	if err != nil {
		return nil, err
	}
	rolled, err := encode(c.after.RollUp)
	if err != nil {
		return nil, err
	}
	first := c.head.Seq - int64(len(c.entries)) + 1
	was := first - 1
	if c.before.State == "" {
		was = c.head.Seq
	}
	return map[string]any{
		"id": string(c.after.ID), "entries": string(entries), "actor": string(c.req.Actor),
		"key": c.req.IdempotencyKey, "fingerprint": c.req.Fingerprint, "task": string(c.req.Task),
		"first": first, "last": c.head.Seq, "refusal": refused, "now": c.now,
		"hash": c.head.Hash[:], "head_at": c.head.At, "state": string(c.after.State),
		"finished_at": nullable(c.after.FinishedAt), "was": was,
		"suspended_at": nullable(c.after.SuspendedAt), "end_reason": c.after.EndReason, "group": group, "change": change, "roll_up": string(rolled),
		"calendar": c.after.CalendarVersion, "provisional": c.after.Provisional,
	}, nil
}

// outOfStep tells what it means that appendEntries divided by nothing.
func (c *change) outOfStep(err error) error {
	told, ok := errors.AsType[*pgconn.PgError](err)
	if ok && told.Code == "22012" { // division_by_zero
		return fault.Wrap(err, fault.Internal, "row_out_of_step", "evaluation %s is not as it was read", c.after.ID)
	}
	return err
}

// encodeRefusal keeps what the actor was told; nil for what was allowed.
func encodeRefusal(refusal error) (*string, error) {
	if refusal == nil {
		return nil, nil //nolint:nilnil // NULL
	}
	f := fault.As(refusal)
	text, err := encode(refusalRow{Code: string(f.Code), Reason: f.Reason, Message: f.Message, Rule: f.Rule, Params: f.Params, Fields: f.Fields})
	kept := string(text)
	return &kept, err
}

// refusalRow is a fault as it is kept with its key.
type refusalRow struct {
	Code    string            `json:"code"`
	Reason  string            `json:"reason"`
	Message string            `json:"message"`
	Rule    string            `json:"rule,omitempty"`
	Params  map[string]string `json:"params,omitempty"`
	Fields  []fault.Field     `json:"fields,omitempty"`
}

func (r *refusalRow) fault() error {
	return &fault.Error{
		Code: fault.Code(r.Code), Reason: r.Reason, Message: r.Message, Rule: r.Rule, Params: r.Params, Fields: r.Fields,
	}
}

// entry gives back what was appended.
func (r *entryRow) entry(id evaluation.ID) journal.Entry {
	return journal.Entry{
		EvaluationID: string(id), Seq: r.Seq, At: r.At.UTC(), Type: r.Type, ActorID: r.ActorID, OnBehalfOf: r.OnBehalfOf,
		TaskID: r.TaskID, ItemID: r.ItemID, StageID: r.StageID, Rule: r.Rule, PolicyVersion: r.PolicyVersion,
		RequestID: r.RequestID, ClientAddress: r.ClientAddress, Data: json.RawMessage(r.Data),
		PrevHash: journal.Digest(r.PrevHash), Hash: journal.Digest(r.Hash),
	}
}

// groupTexts gives the group and its pending change as JSON.
func (c *change) groupTexts() (group, pending string, err error) {
	g, err := encode(c.after.Group)
	if err != nil {
		return "", "", err
	}
	p, err := encode(c.after.GroupChange)
	return string(g), string(p), err
}
