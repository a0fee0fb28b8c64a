-- +goose Up
-- A look back shows units and departments under the names they had. What the
-- triggers keep is held against the journal of the installation, as people are:
-- see docs/decisions/0067-registers-are-folds-of-the-installations-journal.md.
CREATE TABLE former_units (
    unit_id text        NOT NULL REFERENCES units (id),
    name    text        NOT NULL,
    until   timestamptz NOT NULL
);
CREATE INDEX former_units_unit ON former_units (unit_id, until);
COMMENT ON TABLE former_units IS '单位以前的名称';
COMMENT ON COLUMN former_units.unit_id IS '单位编号';
COMMENT ON COLUMN former_units.name IS '单位名称';
COMMENT ON COLUMN former_units.until IS '截止时间';

CREATE TABLE former_departments (
    department_id text        NOT NULL REFERENCES departments (id),
    unit_id       text        NOT NULL,
    name          text        NOT NULL,
    until         timestamptz NOT NULL
);
CREATE INDEX former_departments_department ON former_departments (department_id, until);
COMMENT ON TABLE former_departments IS '科室以前的名称和所属单位';
COMMENT ON COLUMN former_departments.department_id IS '科室编号';
COMMENT ON COLUMN former_departments.unit_id IS '所属单位';
COMMENT ON COLUMN former_departments.name IS '科室名称';
COMMENT ON COLUMN former_departments.until IS '截止时间';

-- +goose StatementBegin
CREATE FUNCTION keep_former_unit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO former_units (unit_id, name, until) VALUES (OLD.id, OLD.name, clock_timestamp());
    RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION keep_former_department() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO former_departments (department_id, unit_id, name, until) VALUES (OLD.id, OLD.unit_id, OLD.name, clock_timestamp());
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER units_keep_former AFTER UPDATE ON units FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION keep_former_unit();
CREATE TRIGGER departments_keep_former AFTER UPDATE ON departments FOR EACH ROW
    WHEN ((OLD.unit_id, OLD.name) IS DISTINCT FROM (NEW.unit_id, NEW.name)) EXECUTE FUNCTION keep_former_department();

CREATE TRIGGER former_units_append_only BEFORE UPDATE OR DELETE ON former_units
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER former_units_not_emptied BEFORE TRUNCATE ON former_units
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER former_departments_append_only BEFORE UPDATE OR DELETE ON former_departments
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER former_departments_not_emptied BEFORE TRUNCATE ON former_departments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON former_units, former_departments TO jiheng_app;
GRANT SELECT ON former_units, former_departments TO jiheng_audit;

-- +goose Down
DROP TRIGGER departments_keep_former ON departments;
DROP TRIGGER units_keep_former ON units;
DROP FUNCTION keep_former_department();
DROP FUNCTION keep_former_unit();
DROP TABLE former_departments;
DROP TABLE former_units;
