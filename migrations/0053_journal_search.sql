-- +goose Up
-- Auditors read across evaluations, by time and by person. Both indexes grow
-- at their end, so writing them is cheap.
CREATE INDEX journal_at ON journal (at, evaluation_id, seq);
CREATE INDEX journal_actor ON journal (actor_id, at);

-- +goose Down
DROP INDEX journal_actor;
DROP INDEX journal_at;
