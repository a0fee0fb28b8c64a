-- +goose Up
-- The board counts what is live of hundreds of evaluations at once.
CREATE INDEX tasks_live_of_evaluation ON tasks (evaluation_id, due_at, id) WHERE state IN ('open', 'claimed');

-- +goose Down
DROP INDEX tasks_live_of_evaluation;
