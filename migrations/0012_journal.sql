-- +goose Up
CREATE TABLE journal (
    evaluation_id  text        NOT NULL REFERENCES evaluations (id),
    seq            bigint      NOT NULL CHECK (seq >= 1),
    at             timestamptz NOT NULL,
    type           text        NOT NULL CHECK (type <> ''),
    actor_id       text        NOT NULL,
    on_behalf_of   text        NOT NULL,
    task_id        text        NOT NULL,
    item_id        text        NOT NULL,
    stage_id       text        NOT NULL,
    rule           text        NOT NULL,
    policy_version text        NOT NULL,
    request_id     text        NOT NULL,
    client_address text        NOT NULL,
    -- The very text that was hashed, so text and not jsonb.
    data           text        NOT NULL,
    prev_hash      bytea       NOT NULL CHECK (octet_length(prev_hash) = 32),
    hash           bytea       NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (evaluation_id, seq)
);
CREATE INDEX journal_comments ON journal (task_id, seq) WHERE type = 'commented';
COMMENT ON TABLE journal IS '流水';
COMMENT ON COLUMN journal.evaluation_id IS '评价编号';
COMMENT ON COLUMN journal.seq IS '流水号';
COMMENT ON COLUMN journal.at IS '时间';
COMMENT ON COLUMN journal.type IS '事件种类';
COMMENT ON COLUMN journal.actor_id IS '操作人';
COMMENT ON COLUMN journal.on_behalf_of IS '被代理人';
COMMENT ON COLUMN journal.task_id IS '任务编号';
COMMENT ON COLUMN journal.item_id IS '评价对象';
COMMENT ON COLUMN journal.stage_id IS '阶段';
COMMENT ON COLUMN journal.rule IS '依据规则';
COMMENT ON COLUMN journal.policy_version IS '权限策略版本';
COMMENT ON COLUMN journal.request_id IS '请求编号';
COMMENT ON COLUMN journal.client_address IS '客户端地址';
COMMENT ON COLUMN journal.data IS '事件内容';
COMMENT ON COLUMN journal.prev_hash IS '上一条摘要';
COMMENT ON COLUMN journal.hash IS '本条摘要';

-- ALWAYS: session_replication_role must not switch them off.
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_not_emptied BEFORE TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_append_only;
ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_not_emptied;

GRANT SELECT, INSERT ON journal TO jiheng_app;

-- +goose Down
DROP TABLE journal;
