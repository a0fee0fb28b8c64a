-- +goose Up
CREATE TABLE evaluations (
    id                    text        PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{1,64}$'),
    unit_id               text        NOT NULL REFERENCES units (id),
    receiver_id           text        NOT NULL REFERENCES units (id),
    title                 text        NOT NULL CHECK (title <> ''),
    year                  integer     NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    process_name          text        NOT NULL,
    process_version       integer     NOT NULL,
    process_digest        text        NOT NULL,
    state                 text        NOT NULL CHECK (state IN ('running', 'finished')),
    initiator             text        NOT NULL CHECK (initiator <> ''),
    start_on              date        NOT NULL,
    started_at            timestamptz NOT NULL,
    finished_at           timestamptz,
    timescale_origin      date,
    timescale_started_at  timestamptz,
    timescale_day_nanos   bigint      NOT NULL DEFAULT 0 CHECK (timescale_day_nanos >= 0),
    calendar_version      text        NOT NULL,
    provisional           boolean     NOT NULL,
    parameters            jsonb       NOT NULL,
    -- The end of the journal; the row is locked while an entry is put behind it.
    seq                   bigint      NOT NULL DEFAULT 0 CHECK (seq >= 0),
    head_hash             bytea       NOT NULL CHECK (octet_length(head_hash) = 32),
    head_at               timestamptz NOT NULL,
    -- How far others have followed: nobody can be ahead of the journal.
    told_seq              bigint      NOT NULL DEFAULT 0,
    told_lease_until      timestamptz,
    workflow_confirmed_at timestamptz,
    notified_seq          bigint      NOT NULL DEFAULT 0,
    FOREIGN KEY (process_name, process_version, process_digest) REFERENCES process_definitions (name, version, digest),
    CHECK ((state = 'finished') = (finished_at IS NOT NULL)),
    CHECK (told_seq BETWEEN 0 AND seq),
    CHECK (notified_seq BETWEEN 0 AND seq)
) WITH (fillfactor = 80);
CREATE INDEX evaluations_unit ON evaluations (unit_id, id);
CREATE INDEX evaluations_receiver ON evaluations (receiver_id, id);
CREATE INDEX evaluations_running ON evaluations (id) WHERE state = 'running';
CREATE INDEX evaluations_untold ON evaluations (told_lease_until) WHERE told_seq < seq;
COMMENT ON TABLE evaluations IS '绩效自评';
COMMENT ON COLUMN evaluations.id IS '评价编号';
COMMENT ON COLUMN evaluations.unit_id IS '被评单位';
COMMENT ON COLUMN evaluations.receiver_id IS '接收单位';
COMMENT ON COLUMN evaluations.title IS '标题';
COMMENT ON COLUMN evaluations.year IS '预算年度';
COMMENT ON COLUMN evaluations.process_name IS '流程名称';
COMMENT ON COLUMN evaluations.process_version IS '流程版本';
COMMENT ON COLUMN evaluations.process_digest IS '流程原文摘要';
COMMENT ON COLUMN evaluations.state IS '评价状态';
COMMENT ON COLUMN evaluations.initiator IS '发起人';
COMMENT ON COLUMN evaluations.start_on IS '启动日期';
COMMENT ON COLUMN evaluations.started_at IS '启动时间';
COMMENT ON COLUMN evaluations.finished_at IS '办结时间';
COMMENT ON COLUMN evaluations.timescale_origin IS '时间刻度起始日';
COMMENT ON COLUMN evaluations.timescale_started_at IS '时间刻度起始时刻';
COMMENT ON COLUMN evaluations.timescale_day_nanos IS '一日时长(纳秒)';
COMMENT ON COLUMN evaluations.calendar_version IS '日历版本';
COMMENT ON COLUMN evaluations.provisional IS '日程是否暂定';
COMMENT ON COLUMN evaluations.parameters IS '参数值';
COMMENT ON COLUMN evaluations.seq IS '末条流水号';
COMMENT ON COLUMN evaluations.head_hash IS '链头摘要';
COMMENT ON COLUMN evaluations.head_at IS '末条流水时间';
COMMENT ON COLUMN evaluations.told_seq IS '已转达流水号';
COMMENT ON COLUMN evaluations.told_lease_until IS '转达占用至';
COMMENT ON COLUMN evaluations.workflow_confirmed_at IS '工作流确认启动时间';
COMMENT ON COLUMN evaluations.notified_seq IS '已通知流水号';

CREATE TABLE stages (
    evaluation_id text        NOT NULL REFERENCES evaluations (id),
    id            text        NOT NULL,
    position      integer     NOT NULL,
    title         text        NOT NULL,
    state         text        NOT NULL CHECK (state IN ('planned', 'open', 'settled')),
    after_stages  jsonb       NOT NULL,
    opens_on      date        NOT NULL,
    due_on        date        NOT NULL,
    opens_at      timestamptz NOT NULL,
    due_at        timestamptz NOT NULL,
    opened_at     timestamptz,
    settled_at    timestamptz,
    PRIMARY KEY (evaluation_id, id),
    UNIQUE (evaluation_id, position),
    CHECK (opens_on <= due_on),
    CHECK ((state = 'planned') = (opened_at IS NULL)),
    CHECK ((state = 'settled') = (settled_at IS NOT NULL))
);
CREATE INDEX stages_planned ON stages (opens_at) WHERE state = 'planned';
COMMENT ON TABLE stages IS '阶段';
COMMENT ON COLUMN stages.evaluation_id IS '评价编号';
COMMENT ON COLUMN stages.id IS '阶段';
COMMENT ON COLUMN stages.position IS '次序';
COMMENT ON COLUMN stages.title IS '阶段名称';
COMMENT ON COLUMN stages.state IS '阶段状态';
COMMENT ON COLUMN stages.after_stages IS '前置阶段';
COMMENT ON COLUMN stages.opens_on IS '计划开始日期';
COMMENT ON COLUMN stages.due_on IS '截止日期';
COMMENT ON COLUMN stages.opens_at IS '计划开始时刻';
COMMENT ON COLUMN stages.due_at IS '截止时刻';
COMMENT ON COLUMN stages.opened_at IS '实际开始时间';
COMMENT ON COLUMN stages.settled_at IS '办结时间';

CREATE TABLE items (
    evaluation_id text    NOT NULL REFERENCES evaluations (id),
    id            text    NOT NULL CHECK (id <> ''),
    position      integer NOT NULL,
    kind          text    NOT NULL CHECK (kind <> ''),
    title         text    NOT NULL,
    department_id text    NOT NULL,
    -- Yuan.
    amount        numeric NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (evaluation_id, id),
    UNIQUE (evaluation_id, position)
);
COMMENT ON TABLE items IS '评价对象';
COMMENT ON COLUMN items.evaluation_id IS '评价编号';
COMMENT ON COLUMN items.id IS '对象编号';
COMMENT ON COLUMN items.position IS '次序';
COMMENT ON COLUMN items.kind IS '对象种类';
COMMENT ON COLUMN items.title IS '对象名称';
COMMENT ON COLUMN items.department_id IS '责任科室';
COMMENT ON COLUMN items.amount IS '预算金额(元)';

CREATE TABLE members (
    evaluation_id text        NOT NULL REFERENCES evaluations (id),
    person_id     text        NOT NULL CHECK (person_id <> ''),
    role          text        NOT NULL CHECK (role <> ''),
    position      integer     NOT NULL,
    since         timestamptz NOT NULL,
    PRIMARY KEY (evaluation_id, person_id, role),
    UNIQUE (evaluation_id, position)
);
CREATE INDEX members_person ON members (person_id, evaluation_id);
COMMENT ON TABLE members IS '领导小组成员';
COMMENT ON COLUMN members.evaluation_id IS '评价编号';
COMMENT ON COLUMN members.person_id IS '人员编号';
COMMENT ON COLUMN members.role IS '角色';
COMMENT ON COLUMN members.position IS '次序';
COMMENT ON COLUMN members.since IS '任命时间';

GRANT SELECT, INSERT, UPDATE ON evaluations, stages TO jiheng_app;
GRANT SELECT, INSERT ON items TO jiheng_app;
-- The list of members is replaced as a whole; the journal keeps the old one.
GRANT SELECT, INSERT, DELETE ON members TO jiheng_app;

-- +goose Down
DROP TABLE members;
DROP TABLE items;
DROP TABLE stages;
DROP TABLE evaluations;
