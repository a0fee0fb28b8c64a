-- +goose Up
ALTER TABLE tasks
    ADD COLUMN owner        text        NOT NULL DEFAULT '',
    ADD COLUMN added_by     text        NOT NULL DEFAULT '',
    ADD COLUMN anchor       text        NOT NULL DEFAULT '',
    ADD COLUMN place        text        NOT NULL DEFAULT '' CHECK (place IN ('', 'before', 'beside', 'after')),
    ADD COLUMN signers      jsonb       NOT NULL DEFAULT 'null',
    ADD COLUMN weight       integer     NOT NULL DEFAULT 0 CHECK (weight >= 0),
    ADD COLUMN back         text        NOT NULL DEFAULT '',
    ADD COLUMN extension    jsonb       NOT NULL DEFAULT 'null',
    ADD COLUMN extended     boolean     NOT NULL DEFAULT false,
    ADD COLUMN urged_at     timestamptz,
    ADD COLUMN suspended_at timestamptz,
    ADD COLUMN overdue_days integer     NOT NULL DEFAULT 0 CHECK (overdue_days >= 0),
    DROP CONSTRAINT tasks_state_check,
    ADD CONSTRAINT tasks_state_check CHECK (state IN ('open', 'claimed', 'completed', 'returned', 'cancelled', 'expired')),
    ADD CONSTRAINT tasks_added_has_anchor CHECK ((added_by = '') = (anchor = '') AND (added_by = '') = (place = '')),
    ADD CONSTRAINT tasks_owner_is_another CHECK (owner = '' OR owner <> assignee),
    ADD CONSTRAINT tasks_suspended_stands_still CHECK (suspended_at IS NULL OR next_agenda_at IS NULL);
COMMENT ON COLUMN tasks.owner IS '委派人';
COMMENT ON COLUMN tasks.added_by IS '加签人';
COMMENT ON COLUMN tasks.anchor IS '加签所附任务';
COMMENT ON COLUMN tasks.place IS '加签位置';
COMMENT ON COLUMN tasks.signers IS '后加签名单';
COMMENT ON COLUMN tasks.weight IS '票权';
COMMENT ON COLUMN tasks.back IS '办后直达环节';
COMMENT ON COLUMN tasks.extension IS '延期申请';
COMMENT ON COLUMN tasks.extended IS '是否单独延期';
COMMENT ON COLUMN tasks.urged_at IS '最近催办时间';
COMMENT ON COLUMN tasks.suspended_at IS '挂起时间';
COMMENT ON COLUMN tasks.overdue_days IS '逾期天数';
CREATE INDEX tasks_extension ON tasks (unit_id, due_at, id) WHERE extension <> 'null';

DROP TRIGGER tasks_settled_for_good ON tasks;
CREATE TRIGGER tasks_settled_for_good BEFORE UPDATE ON tasks
    FOR EACH ROW WHEN (OLD.state IN ('completed', 'returned', 'cancelled', 'expired')) EXECUTE FUNCTION refuse_settled();

ALTER TABLE evaluations
    ADD COLUMN suspended_at  timestamptz,
    ADD COLUMN end_reason    text  NOT NULL DEFAULT '',
    ADD COLUMN leading_group jsonb NOT NULL DEFAULT 'null',
    ADD COLUMN group_change  jsonb NOT NULL DEFAULT 'null',
    DROP CONSTRAINT evaluations_state_check,
    ADD CONSTRAINT evaluations_state_check CHECK (state IN ('running', 'suspended', 'finished', 'terminated')),
    DROP CONSTRAINT evaluations_check,
    ADD CONSTRAINT evaluations_over CHECK ((state IN ('finished', 'terminated')) = (finished_at IS NOT NULL)),
    ADD CONSTRAINT evaluations_suspended CHECK ((state = 'suspended') = (suspended_at IS NOT NULL)),
    ADD CONSTRAINT evaluations_terminated CHECK ((state = 'terminated') = (end_reason <> ''));
COMMENT ON COLUMN evaluations.suspended_at IS '挂起时间';
COMMENT ON COLUMN evaluations.end_reason IS '终止原因';
COMMENT ON COLUMN evaluations.leading_group IS '领导小组';
COMMENT ON COLUMN evaluations.group_change IS '待批的成员变更';

ALTER TABLE stages ADD COLUMN shift integer NOT NULL DEFAULT 0, ADD COLUMN delay integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN stages.shift IS '截止顺延天数';
COMMENT ON COLUMN stages.delay IS '开始顺延天数';

-- Who was in the group and when; members are those who are in it now.
ALTER TABLE members RENAME TO member_terms;
ALTER TABLE member_terms DROP CONSTRAINT members_pkey, DROP CONSTRAINT members_evaluation_id_position_key,
    ADD PRIMARY KEY (evaluation_id, position), ADD COLUMN until timestamptz CHECK (until >= since);
CREATE UNIQUE INDEX member_terms_current ON member_terms (evaluation_id, person_id, role) WHERE until IS NULL;
COMMENT ON TABLE member_terms IS '领导小组任期';
COMMENT ON COLUMN member_terms.until IS '离任时间';
CREATE VIEW members AS SELECT evaluation_id, person_id, role, position, since FROM member_terms WHERE until IS NULL;
COMMENT ON VIEW members IS '领导小组现任成员';
GRANT SELECT ON members TO jiheng_app;

-- Who is kept from what: the row is the fold of the journal's entry.
CREATE TABLE recusals (
    evaluation_id text        NOT NULL REFERENCES evaluations (id),
    person_id     text        NOT NULL CHECK (person_id <> ''),
    item_id       text        NOT NULL,
    by_id         text        NOT NULL CHECK (by_id <> ''),
    reason        text        NOT NULL CHECK (reason <> ''),
    at            timestamptz NOT NULL,
    seq           bigint      NOT NULL CHECK (seq >= 1),
    PRIMARY KEY (evaluation_id, person_id, item_id)
);
COMMENT ON TABLE recusals IS '回避';
COMMENT ON COLUMN recusals.evaluation_id IS '评价编号';
COMMENT ON COLUMN recusals.person_id IS '回避人';
COMMENT ON COLUMN recusals.item_id IS '评价对象';
COMMENT ON COLUMN recusals.by_id IS '提出人';
COMMENT ON COLUMN recusals.reason IS '原因';
COMMENT ON COLUMN recusals.at IS '时间';
COMMENT ON COLUMN recusals.seq IS '流水号';
GRANT SELECT, INSERT ON recusals TO jiheng_app;
ALTER TABLE task_copies ADD COLUMN item_id text NOT NULL DEFAULT '';
ALTER TABLE task_reads ADD COLUMN item_id text NOT NULL DEFAULT '';
COMMENT ON COLUMN task_copies.item_id IS '评价对象';
COMMENT ON COLUMN task_reads.item_id IS '评价对象';

-- Who stands in for whom (A/B 角). Only what an administrator has confirmed
-- counts; it is ended, never deleted, so that history can say B for A.
CREATE TABLE substitutions (
    id            text        PRIMARY KEY CHECK (id <> ''),
    principal_id  text        NOT NULL REFERENCES persons (id),
    substitute_id text        NOT NULL REFERENCES persons (id),
    unit_id       text        NOT NULL REFERENCES units (id),
    from_on       date        NOT NULL,
    to_on         date        NOT NULL,
    process       text        NOT NULL DEFAULT '',
    reason        text        NOT NULL CHECK (reason <> ''),
    asked_by      text        NOT NULL CHECK (asked_by <> ''),
    asked_at      timestamptz NOT NULL,
    confirmed_by  text        NOT NULL DEFAULT '',
    confirmed_at  timestamptz,
    ended_by      text        NOT NULL DEFAULT '',
    ended_at      timestamptz,
    version       bigint      NOT NULL CHECK (version >= 1),
    CHECK (principal_id <> substitute_id),
    CHECK (from_on <= to_on),
    CHECK ((confirmed_by = '') = (confirmed_at IS NULL)),
    CHECK ((ended_by = '') = (ended_at IS NULL)),
    -- Nobody confirms what is about himself, or what he asked for.
    CHECK (confirmed_by NOT IN (principal_id, substitute_id, asked_by) OR confirmed_by = '')
);
CREATE INDEX substitutions_substitute ON substitutions (substitute_id, principal_id);
CREATE INDEX substitutions_unit ON substitutions (unit_id, from_on);
COMMENT ON TABLE substitutions IS '代理(A/B角)';
COMMENT ON COLUMN substitutions.id IS '代理编号';
COMMENT ON COLUMN substitutions.principal_id IS '被代理人(A角)';
COMMENT ON COLUMN substitutions.substitute_id IS '代理人(B角)';
COMMENT ON COLUMN substitutions.unit_id IS '单位';
COMMENT ON COLUMN substitutions.from_on IS '起始日期';
COMMENT ON COLUMN substitutions.to_on IS '截止日期';
COMMENT ON COLUMN substitutions.process IS '限定流程';
COMMENT ON COLUMN substitutions.reason IS '原因';
COMMENT ON COLUMN substitutions.asked_by IS '申请人';
COMMENT ON COLUMN substitutions.asked_at IS '申请时间';
COMMENT ON COLUMN substitutions.confirmed_by IS '确认人';
COMMENT ON COLUMN substitutions.confirmed_at IS '确认时间';
COMMENT ON COLUMN substitutions.ended_by IS '终止人';
COMMENT ON COLUMN substitutions.ended_at IS '终止时间';
COMMENT ON COLUMN substitutions.version IS '版本';
GRANT SELECT, INSERT, UPDATE ON substitutions TO jiheng_app;
GRANT UPDATE (until) ON member_terms TO jiheng_app;

-- +goose Down
DROP TABLE substitutions;
DROP TABLE recusals;
ALTER TABLE task_reads DROP COLUMN item_id;
ALTER TABLE task_copies DROP COLUMN item_id;
DROP VIEW members;
ALTER TABLE member_terms DROP CONSTRAINT member_terms_pkey, DROP COLUMN until;
ALTER TABLE member_terms RENAME TO members;
ALTER TABLE members ADD PRIMARY KEY (evaluation_id, person_id, role), ADD UNIQUE (evaluation_id, position);
ALTER TABLE stages DROP COLUMN shift, DROP COLUMN delay;
ALTER TABLE evaluations DROP CONSTRAINT evaluations_over, DROP CONSTRAINT evaluations_suspended, DROP CONSTRAINT evaluations_terminated,
    DROP COLUMN suspended_at, DROP COLUMN end_reason, DROP COLUMN leading_group, DROP COLUMN group_change,
    DROP CONSTRAINT evaluations_state_check,
    ADD CONSTRAINT evaluations_state_check CHECK (state IN ('running', 'finished')),
    ADD CONSTRAINT evaluations_check CHECK ((state = 'finished') = (finished_at IS NOT NULL));
DROP TRIGGER tasks_settled_for_good ON tasks;
CREATE TRIGGER tasks_settled_for_good BEFORE UPDATE ON tasks
    FOR EACH ROW WHEN (OLD.state IN ('completed', 'returned', 'cancelled')) EXECUTE FUNCTION refuse_settled();
DROP INDEX tasks_extension;
ALTER TABLE tasks DROP CONSTRAINT tasks_added_has_anchor, DROP CONSTRAINT tasks_owner_is_another, DROP CONSTRAINT tasks_suspended_stands_still,
    DROP CONSTRAINT tasks_state_check,
    DROP COLUMN owner, DROP COLUMN added_by, DROP COLUMN anchor, DROP COLUMN place, DROP COLUMN signers, DROP COLUMN weight,
    DROP COLUMN back, DROP COLUMN extension, DROP COLUMN extended, DROP COLUMN urged_at, DROP COLUMN suspended_at, DROP COLUMN overdue_days,
    ADD CONSTRAINT tasks_state_check CHECK (state IN ('open', 'claimed', 'completed', 'returned', 'cancelled'));
