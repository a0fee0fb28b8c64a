-- +goose Up
ALTER TABLE tasks ADD COLUMN priority smallint NOT NULL DEFAULT 0,
    ADD CONSTRAINT tasks_priority_known CHECK (priority BETWEEN 0 AND 2);
COMMENT ON COLUMN tasks.priority IS '紧急程度(0一般 1较急 2紧急)';
-- What somebody holds or settled acting for another.
CREATE INDEX tasks_held_for_others ON tasks (assignee, due_at, id) WHERE state = 'claimed' AND on_behalf_of <> '';
CREATE INDEX tasks_done_for_others ON tasks (done_by, settled_at DESC, id DESC) WHERE done_by <> '' AND on_behalf_of <> '';

-- Who was sent a copy of a task, by whom; the journal says so too.
CREATE TABLE task_copies (
    evaluation_id text        NOT NULL REFERENCES evaluations (id),
    task_id       text        NOT NULL REFERENCES tasks (id),
    person_id     text        NOT NULL CHECK (person_id <> ''),
    by_id         text        NOT NULL CHECK (by_id <> ''),
    at            timestamptz NOT NULL,
    seq           bigint      NOT NULL CHECK (seq >= 1),
    PRIMARY KEY (task_id, person_id)
);
CREATE INDEX task_copies_person ON task_copies (person_id, at DESC, task_id DESC);
CREATE INDEX task_copies_evaluation ON task_copies (evaluation_id);
COMMENT ON TABLE task_copies IS '抄送';
COMMENT ON COLUMN task_copies.evaluation_id IS '评价编号';
COMMENT ON COLUMN task_copies.task_id IS '任务编号';
COMMENT ON COLUMN task_copies.person_id IS '抄送对象';
COMMENT ON COLUMN task_copies.by_id IS '抄送人';
COMMENT ON COLUMN task_copies.at IS '抄送时间';
COMMENT ON COLUMN task_copies.seq IS '流水号';

-- Who has read a task, and when first.
CREATE TABLE task_reads (
    evaluation_id text        NOT NULL REFERENCES evaluations (id),
    task_id       text        NOT NULL REFERENCES tasks (id),
    person_id     text        NOT NULL CHECK (person_id <> ''),
    at            timestamptz NOT NULL,
    seq           bigint      NOT NULL CHECK (seq >= 1),
    PRIMARY KEY (task_id, person_id)
);
CREATE INDEX task_reads_evaluation ON task_reads (evaluation_id);
COMMENT ON TABLE task_reads IS '阅知';
COMMENT ON COLUMN task_reads.evaluation_id IS '评价编号';
COMMENT ON COLUMN task_reads.task_id IS '任务编号';
COMMENT ON COLUMN task_reads.person_id IS '阅知人';
COMMENT ON COLUMN task_reads.at IS '阅知时间';
COMMENT ON COLUMN task_reads.seq IS '流水号';

-- What a person keeps an eye on: nobody else's business, so in no journal.
CREATE TABLE task_watches (
    person_id     text        NOT NULL REFERENCES persons (id),
    task_id       text        NOT NULL REFERENCES tasks (id),
    evaluation_id text        NOT NULL REFERENCES evaluations (id),
    at            timestamptz NOT NULL,
    PRIMARY KEY (person_id, task_id)
);
CREATE INDEX task_watches_person ON task_watches (person_id, at DESC, task_id DESC);
CREATE INDEX task_watches_evaluation ON task_watches (evaluation_id);
COMMENT ON TABLE task_watches IS '关注';
COMMENT ON COLUMN task_watches.person_id IS '关注人';
COMMENT ON COLUMN task_watches.task_id IS '任务编号';
COMMENT ON COLUMN task_watches.evaluation_id IS '评价编号';
COMMENT ON COLUMN task_watches.at IS '关注时间';

-- A question to the inbox that somebody asks again and again.
CREATE TABLE saved_views (
    id               text        PRIMARY KEY CHECK (id <> ''),
    owner_id         text        NOT NULL REFERENCES persons (id),
    title            text        NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
    box              text        NOT NULL CHECK (box <> ''),
    query            jsonb       NOT NULL,
    -- Both or neither: seen by the holders of a role in a unit.
    shared_with_role text        NOT NULL DEFAULT '',
    shared_in_unit   text        NOT NULL DEFAULT '',
    position         integer     NOT NULL CHECK (position >= 0),
    version          bigint      NOT NULL CHECK (version >= 1),
    -- The key under which it was made, so that making it twice makes it once.
    made_with_key    text        NOT NULL CHECK (made_with_key <> ''),
    made_from        text        NOT NULL,
    created_at       timestamptz NOT NULL,
    UNIQUE (owner_id, made_with_key),
    CHECK ((shared_with_role = '') = (shared_in_unit = ''))
);
CREATE INDEX saved_views_shared ON saved_views (shared_in_unit, shared_with_role) WHERE shared_with_role <> '';
COMMENT ON TABLE saved_views IS '常用查询';
COMMENT ON COLUMN saved_views.id IS '查询编号';
COMMENT ON COLUMN saved_views.owner_id IS '所有人';
COMMENT ON COLUMN saved_views.title IS '标题';
COMMENT ON COLUMN saved_views.box IS '任务箱';
COMMENT ON COLUMN saved_views.query IS '查询条件';
COMMENT ON COLUMN saved_views.shared_with_role IS '共享角色';
COMMENT ON COLUMN saved_views.shared_in_unit IS '共享单位';
COMMENT ON COLUMN saved_views.position IS '次序';
COMMENT ON COLUMN saved_views.version IS '版本';
COMMENT ON COLUMN saved_views.made_with_key IS '创建时的幂等键';
COMMENT ON COLUMN saved_views.made_from IS '创建请求指纹';
COMMENT ON COLUMN saved_views.created_at IS '创建时间';

GRANT SELECT, INSERT ON task_copies, task_reads TO jiheng_app;
GRANT SELECT, INSERT, DELETE ON task_watches TO jiheng_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views TO jiheng_app;

-- +goose Down
DROP TABLE saved_views;
DROP TABLE task_watches;
DROP TABLE task_reads;
DROP TABLE task_copies;
DROP INDEX tasks_held_for_others;
DROP INDEX tasks_done_for_others;
ALTER TABLE tasks DROP COLUMN priority;
