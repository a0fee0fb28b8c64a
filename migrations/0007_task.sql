-- +goose Up
CREATE TABLE tasks (
    id             text        PRIMARY KEY CHECK (id <> ''),
    evaluation_id  text        NOT NULL REFERENCES evaluations (id),
    -- The journal entry that opened it; it orders the tasks of an evaluation.
    opened_seq     bigint      NOT NULL CHECK (opened_seq >= 1),
    stage_id       text        NOT NULL,
    item_id        text        NOT NULL,
    step           text        NOT NULL,
    round          integer     NOT NULL CHECK (round >= 1),
    seat           integer     NOT NULL CHECK (seat >= 0),
    title          text        NOT NULL,
    state          text        NOT NULL CHECK (state IN ('open', 'claimed', 'completed', 'returned', 'cancelled')),
    roles          text[]      NOT NULL CHECK (cardinality(roles) >= 1),
    -- Its roles are held by appointment, not by standing grants.
    appointed      boolean     NOT NULL,
    unit_id        text        NOT NULL,
    department_id  text        NOT NULL,
    assignee       text        NOT NULL,
    effect         text        NOT NULL CHECK (effect IN ('', 'seal', 'file', 'publish')),
    due_on         date        NOT NULL,
    due_at         timestamptz NOT NULL,
    opened_at      timestamptz NOT NULL,
    claimed_at     timestamptz,
    settled_at     timestamptz,
    overdue_at     timestamptz,
    done_by        text        NOT NULL,
    on_behalf_of   text        NOT NULL,
    done_as        text        NOT NULL,
    opinion        text        NOT NULL,
    -- json and not jsonb: what was handed in comes back byte for byte.
    submission     json        NOT NULL,
    agenda         jsonb       NOT NULL,
    next_agenda_at timestamptz,
    version        bigint      NOT NULL CHECK (version >= 1),
    FOREIGN KEY (evaluation_id, stage_id) REFERENCES stages (evaluation_id, id),
    -- The id is its place, so the key on it keeps a place from being taken twice.
    CONSTRAINT tasks_id_is_place CHECK (id = evaluation_id || ':' || stage_id || ':' || item_id || ':' || step || ':' || round
        || CASE WHEN seat > 0 THEN '.' || seat ELSE '' END),
    CONSTRAINT tasks_live_unsettled CHECK ((state IN ('open', 'claimed')) = (settled_at IS NULL)),
    CONSTRAINT tasks_open_unassigned CHECK (state <> 'open' OR (assignee = '' AND claimed_at IS NULL)),
    CONSTRAINT tasks_claimed_assigned CHECK (state <> 'claimed' OR (assignee <> '' AND claimed_at IS NOT NULL)),
    CONSTRAINT tasks_done_by_somebody CHECK ((state IN ('completed', 'returned')) = (done_by <> '')),
    CONSTRAINT tasks_settled_have_no_agenda CHECK (settled_at IS NULL OR next_agenda_at IS NULL)
) WITH (fillfactor = 80);
-- No step has two live rounds; each seat has one live task.
CREATE UNIQUE INDEX tasks_one_live_round ON tasks (evaluation_id, stage_id, item_id, step, seat)
    WHERE state IN ('open', 'claimed');
CREATE INDEX tasks_item ON tasks (evaluation_id, item_id, opened_seq);
-- The boxes of the inbox, each in the order in which it is shown.
CREATE INDEX tasks_mine ON tasks (assignee, due_at, id) WHERE state = 'claimed';
CREATE INDEX tasks_claimable ON tasks (unit_id, (roles[1]), department_id, due_at, id)
    WHERE state = 'open' AND effect = '' AND NOT appointed;
CREATE INDEX tasks_claimable_by_several ON tasks (unit_id, due_at, id)
    WHERE state = 'open' AND effect = '' AND NOT appointed AND cardinality(roles) > 1;
CREATE INDEX tasks_claimable_by_appointment ON tasks (evaluation_id, due_at, id)
    WHERE state = 'open' AND effect = '' AND appointed;
CREATE INDEX tasks_done ON tasks (done_by, settled_at DESC, id DESC) WHERE done_by <> '';
-- What time has to do, and what the system has to do.
CREATE INDEX tasks_agenda ON tasks (next_agenda_at) WHERE next_agenda_at IS NOT NULL;
CREATE INDEX tasks_agenda_of_evaluation ON tasks (evaluation_id, next_agenda_at) WHERE next_agenda_at IS NOT NULL;
CREATE INDEX tasks_system ON tasks (evaluation_id, opened_seq) WHERE state IN ('open', 'claimed') AND effect <> '';
COMMENT ON TABLE tasks IS '任务';
COMMENT ON COLUMN tasks.id IS '任务编号';
COMMENT ON COLUMN tasks.evaluation_id IS '评价编号';
COMMENT ON COLUMN tasks.opened_seq IS '开立流水号';
COMMENT ON COLUMN tasks.stage_id IS '阶段';
COMMENT ON COLUMN tasks.item_id IS '评价对象';
COMMENT ON COLUMN tasks.step IS '环节';
COMMENT ON COLUMN tasks.round IS '轮次';
COMMENT ON COLUMN tasks.seat IS '席位';
COMMENT ON COLUMN tasks.title IS '标题';
COMMENT ON COLUMN tasks.state IS '任务状态';
COMMENT ON COLUMN tasks.roles IS '可办角色';
COMMENT ON COLUMN tasks.appointed IS '是否由任命人员办理';
COMMENT ON COLUMN tasks.unit_id IS '办理单位';
COMMENT ON COLUMN tasks.department_id IS '办理科室';
COMMENT ON COLUMN tasks.assignee IS '签收人';
COMMENT ON COLUMN tasks.effect IS '系统动作';
COMMENT ON COLUMN tasks.due_on IS '截止日期';
COMMENT ON COLUMN tasks.due_at IS '截止时刻';
COMMENT ON COLUMN tasks.opened_at IS '开立时间';
COMMENT ON COLUMN tasks.claimed_at IS '签收时间';
COMMENT ON COLUMN tasks.settled_at IS '办结时间';
COMMENT ON COLUMN tasks.overdue_at IS '逾期认定时间';
COMMENT ON COLUMN tasks.done_by IS '办理人';
COMMENT ON COLUMN tasks.on_behalf_of IS '被代理人';
COMMENT ON COLUMN tasks.done_as IS '办理角色';
COMMENT ON COLUMN tasks.opinion IS '意见';
COMMENT ON COLUMN tasks.submission IS '提交内容';
COMMENT ON COLUMN tasks.agenda IS '日程';
COMMENT ON COLUMN tasks.next_agenda_at IS '下一日程时刻';
COMMENT ON COLUMN tasks.version IS '版本';

-- +goose StatementBegin
CREATE FUNCTION refuse_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'task % is settled and never changes again', OLD.id USING ERRCODE = 'check_violation';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER tasks_settled_for_good BEFORE UPDATE ON tasks
    FOR EACH ROW WHEN (OLD.state IN ('completed', 'returned', 'cancelled')) EXECUTE FUNCTION refuse_settled();

GRANT SELECT, INSERT, UPDATE ON tasks TO jiheng_app;

-- +goose Down
DROP TABLE tasks;
DROP FUNCTION refuse_settled();
