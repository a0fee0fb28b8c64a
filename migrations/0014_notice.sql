-- +goose Up
CREATE TABLE notices (
    -- evaluation:seq:person:channel, so that one entry tells a person once.
    id            text        PRIMARY KEY CHECK (id <> ''),
    evaluation_id text        NOT NULL REFERENCES evaluations (id),
    seq           bigint      NOT NULL CHECK (seq >= 1),
    person_id     text        NOT NULL,
    channel       text        NOT NULL CHECK (channel <> ''),
    kind          text        NOT NULL CHECK (kind <> ''),
    task_id       text        NOT NULL,
    params        jsonb       NOT NULL,
    state         text        NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'refused')),
    attempts      integer     NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    lease_until   timestamptz,
    failure       text        NOT NULL DEFAULT '',
    created_at    timestamptz NOT NULL,
    sent_at       timestamptz,
    read_at       timestamptz,
    UNIQUE (evaluation_id, seq, person_id, channel),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);
CREATE INDEX notices_unsent ON notices (lease_until, created_at) WHERE state IN ('pending', 'sending');
CREATE INDEX notices_person ON notices (person_id, channel, created_at DESC, id DESC);
CREATE INDEX notices_unread ON notices (person_id, channel) WHERE read_at IS NULL;
COMMENT ON TABLE notices IS '通知';
COMMENT ON COLUMN notices.id IS '通知编号';
COMMENT ON COLUMN notices.evaluation_id IS '评价编号';
COMMENT ON COLUMN notices.seq IS '流水号';
COMMENT ON COLUMN notices.person_id IS '接收人';
COMMENT ON COLUMN notices.channel IS '渠道';
COMMENT ON COLUMN notices.kind IS '通知种类';
COMMENT ON COLUMN notices.task_id IS '任务编号';
COMMENT ON COLUMN notices.params IS '参数';
COMMENT ON COLUMN notices.state IS '通知状态';
COMMENT ON COLUMN notices.attempts IS '发送次数';
COMMENT ON COLUMN notices.lease_until IS '占用至';
COMMENT ON COLUMN notices.failure IS '失败原因';
COMMENT ON COLUMN notices.created_at IS '生成时间';
COMMENT ON COLUMN notices.sent_at IS '发送时间';
COMMENT ON COLUMN notices.read_at IS '阅读时间';

GRANT SELECT, INSERT, UPDATE ON notices TO jiheng_app;

-- +goose Down
DROP TABLE notices;
