-- +goose Up
-- What belongs to the installation and to no evaluation: who read or exported
-- journals, which policies were in force, which histories were archived, what
-- verifications found. It is chained as the journals of evaluations are, and
-- its head is the row that arbitrates.
CREATE TABLE installation_journal (
    seq            bigint      PRIMARY KEY CHECK (seq >= 1),
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
    data           text        NOT NULL,
    prev_hash      bytea       NOT NULL CHECK (octet_length(prev_hash) = 32),
    hash           bytea       NOT NULL CHECK (octet_length(hash) = 32)
);
CREATE INDEX installation_journal_actor ON installation_journal (actor_id, seq);
COMMENT ON TABLE installation_journal IS '系统流水';
COMMENT ON COLUMN installation_journal.seq IS '流水号';
COMMENT ON COLUMN installation_journal.at IS '时间';
COMMENT ON COLUMN installation_journal.type IS '事件种类';
COMMENT ON COLUMN installation_journal.actor_id IS '操作人';
COMMENT ON COLUMN installation_journal.on_behalf_of IS '被代理人';
COMMENT ON COLUMN installation_journal.task_id IS '任务编号';
COMMENT ON COLUMN installation_journal.item_id IS '评价对象';
COMMENT ON COLUMN installation_journal.stage_id IS '阶段';
COMMENT ON COLUMN installation_journal.rule IS '依据规则';
COMMENT ON COLUMN installation_journal.policy_version IS '权限策略版本';
COMMENT ON COLUMN installation_journal.request_id IS '请求编号';
COMMENT ON COLUMN installation_journal.client_address IS '客户端地址';
COMMENT ON COLUMN installation_journal.data IS '事件内容';
COMMENT ON COLUMN installation_journal.prev_hash IS '上一条摘要';
COMMENT ON COLUMN installation_journal.hash IS '本条摘要';

CREATE TRIGGER installation_journal_append_only BEFORE UPDATE OR DELETE ON installation_journal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER installation_journal_not_emptied BEFORE TRUNCATE ON installation_journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE installation_journal ENABLE ALWAYS TRIGGER installation_journal_append_only;
ALTER TABLE installation_journal ENABLE ALWAYS TRIGGER installation_journal_not_emptied;

-- hash is NULL before the first entry.
CREATE TABLE installation_head (
    only_one boolean     PRIMARY KEY DEFAULT true CHECK (only_one),
    seq      bigint      NOT NULL DEFAULT 0 CHECK (seq >= 0),
    hash     bytea       CHECK (octet_length(hash) = 32),
    at       timestamptz,
    CHECK ((seq = 0) = (hash IS NULL) AND (seq = 0) = (at IS NULL))
);
INSERT INTO installation_head DEFAULT VALUES;
COMMENT ON TABLE installation_head IS '系统流水链头';
COMMENT ON COLUMN installation_head.only_one IS '唯一一行';
COMMENT ON COLUMN installation_head.seq IS '末条流水号';
COMMENT ON COLUMN installation_head.hash IS '末条摘要';
COMMENT ON COLUMN installation_head.at IS '末条时间';

GRANT SELECT, INSERT ON installation_journal TO jiheng_app;
GRANT SELECT, UPDATE (seq, hash, at) ON installation_head TO jiheng_app;

-- +goose Down
DROP TABLE installation_head;
DROP TABLE installation_journal;
