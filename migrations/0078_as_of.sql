-- +goose Up
-- A look back needs what is overwritten or deleted elsewhere: where somebody
-- belonged and was called, whose account was disabled for a while, what
-- somebody kept an eye on for a while. What the journals say is not here.
CREATE TABLE former_persons (
    person_id     text        NOT NULL REFERENCES persons (id),
    unit_id       text        NOT NULL,
    department_id text,
    name          text        NOT NULL,
    post          text        NOT NULL,
    until         timestamptz NOT NULL
);
CREATE INDEX former_persons_person ON former_persons (person_id, until);
COMMENT ON TABLE former_persons IS '人员以前的单位、科室、姓名和职务';
COMMENT ON COLUMN former_persons.person_id IS '人员编号';
COMMENT ON COLUMN former_persons.unit_id IS '单位';
COMMENT ON COLUMN former_persons.department_id IS '科室';
COMMENT ON COLUMN former_persons.name IS '姓名';
COMMENT ON COLUMN former_persons.post IS '职务';
COMMENT ON COLUMN former_persons.until IS '截止时间';

CREATE TABLE former_disablements (
    person_id   text        NOT NULL REFERENCES accounts (person_id),
    disabled_at timestamptz NOT NULL,
    until       timestamptz NOT NULL
);
CREATE INDEX former_disablements_person ON former_disablements (person_id, until);
COMMENT ON TABLE former_disablements IS '账号以前的停用期间';
COMMENT ON COLUMN former_disablements.person_id IS '人员编号';
COMMENT ON COLUMN former_disablements.disabled_at IS '停用时间';
COMMENT ON COLUMN former_disablements.until IS '恢复时间';

CREATE TABLE former_watches (
    person_id     text        NOT NULL,
    task_id       text        NOT NULL,
    evaluation_id text        NOT NULL,
    at            timestamptz NOT NULL,
    until         timestamptz NOT NULL
);
CREATE INDEX former_watches_person ON former_watches (person_id, until);
COMMENT ON TABLE former_watches IS '以前的关注';
COMMENT ON COLUMN former_watches.person_id IS '关注人';
COMMENT ON COLUMN former_watches.task_id IS '任务编号';
COMMENT ON COLUMN former_watches.evaluation_id IS '评价编号';
COMMENT ON COLUMN former_watches.at IS '关注时间';
COMMENT ON COLUMN former_watches.until IS '取消关注时间';

-- +goose StatementBegin
CREATE FUNCTION keep_former_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO former_persons (person_id, unit_id, department_id, name, post, until)
    VALUES (OLD.id, OLD.unit_id, OLD.department_id, OLD.name, OLD.post, clock_timestamp());
    RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION keep_former_disablement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO former_disablements (person_id, disabled_at, until) VALUES (OLD.person_id, OLD.disabled_at, clock_timestamp());
    RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION keep_former_watch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO former_watches (person_id, task_id, evaluation_id, at, until)
    VALUES (OLD.person_id, OLD.task_id, OLD.evaluation_id, OLD.at, clock_timestamp());
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER persons_keep_former AFTER UPDATE ON persons FOR EACH ROW
    WHEN ((OLD.unit_id, OLD.department_id, OLD.name, OLD.post) IS DISTINCT FROM (NEW.unit_id, NEW.department_id, NEW.name, NEW.post))
    EXECUTE FUNCTION keep_former_person();
CREATE TRIGGER accounts_keep_former AFTER UPDATE ON accounts FOR EACH ROW
    WHEN (OLD.disabled_at IS NOT NULL AND OLD.disabled_at IS DISTINCT FROM NEW.disabled_at)
    EXECUTE FUNCTION keep_former_disablement();
CREATE TRIGGER task_watches_keep_former AFTER DELETE ON task_watches FOR EACH ROW EXECUTE FUNCTION keep_former_watch();

CREATE TRIGGER former_persons_append_only BEFORE UPDATE OR DELETE ON former_persons
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER former_persons_not_emptied BEFORE TRUNCATE ON former_persons
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER former_disablements_append_only BEFORE UPDATE OR DELETE ON former_disablements
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER former_disablements_not_emptied BEFORE TRUNCATE ON former_disablements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON former_persons, former_disablements, former_watches TO jiheng_app;

-- +goose Down
DROP TRIGGER task_watches_keep_former ON task_watches;
DROP TRIGGER accounts_keep_former ON accounts;
DROP TRIGGER persons_keep_former ON persons;
DROP FUNCTION keep_former_watch();
DROP FUNCTION keep_former_disablement();
DROP FUNCTION keep_former_person();
DROP TABLE former_watches;
DROP TABLE former_disablements;
DROP TABLE former_persons;
