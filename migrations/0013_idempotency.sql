-- +goose Up
-- The first answer to a command, so that asking again gives it again.
CREATE TABLE idempotency_keys (
    actor_id      text        NOT NULL,
    key           text        NOT NULL CHECK (key <> '' AND length(key) <= 200),
    fingerprint   text        NOT NULL,
    evaluation_id text        NOT NULL,
    task_id       text        NOT NULL,
    first_seq     bigint      NOT NULL,
    last_seq      bigint      NOT NULL,
    refusal       jsonb,
    answered_at   timestamptz NOT NULL,
    PRIMARY KEY (actor_id, key),
    CHECK (first_seq <= last_seq + 1)
);
-- Rows come in order of time, so a summary of each block finds the old ones.
CREATE INDEX idempotency_keys_age ON idempotency_keys USING brin (answered_at);
COMMENT ON TABLE idempotency_keys IS '幂等键';
COMMENT ON COLUMN idempotency_keys.actor_id IS '操作人';
COMMENT ON COLUMN idempotency_keys.key IS '键';
COMMENT ON COLUMN idempotency_keys.fingerprint IS '请求指纹';
COMMENT ON COLUMN idempotency_keys.evaluation_id IS '评价编号';
COMMENT ON COLUMN idempotency_keys.task_id IS '任务编号';
COMMENT ON COLUMN idempotency_keys.first_seq IS '首条流水号';
COMMENT ON COLUMN idempotency_keys.last_seq IS '末条流水号';
COMMENT ON COLUMN idempotency_keys.refusal IS '拒绝内容';
COMMENT ON COLUMN idempotency_keys.answered_at IS '答复时间';

GRANT SELECT, INSERT, DELETE ON idempotency_keys TO jiheng_app;

-- +goose Down
DROP TABLE idempotency_keys;
