-- +goose Up
CREATE TABLE role_grants (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id     text        NOT NULL REFERENCES persons (id),
    role          text        NOT NULL CHECK (role <> ''),
    unit_id       text        NOT NULL REFERENCES units (id),
    department_id text,
    valid_from    timestamptz NOT NULL,
    -- A grant is ended, never deleted: who held a role when must stay known.
    valid_to      timestamptz CHECK (valid_to >= valid_from),
    granted_by    text        NOT NULL,
    FOREIGN KEY (unit_id, department_id) REFERENCES departments (unit_id, id)
);
-- A role is not held twice at once in the same place.
CREATE UNIQUE INDEX role_grants_current ON role_grants (person_id, role, unit_id, COALESCE(department_id, ''))
    WHERE valid_to IS NULL;
CREATE INDEX role_grants_person ON role_grants (person_id, unit_id);
CREATE INDEX role_grants_holder ON role_grants (unit_id, role);
COMMENT ON TABLE role_grants IS '任职';
COMMENT ON COLUMN role_grants.id IS '序号';
COMMENT ON COLUMN role_grants.person_id IS '人员编号';
COMMENT ON COLUMN role_grants.role IS '角色';
COMMENT ON COLUMN role_grants.unit_id IS '单位';
COMMENT ON COLUMN role_grants.department_id IS '科室';
COMMENT ON COLUMN role_grants.valid_from IS '生效时间';
COMMENT ON COLUMN role_grants.valid_to IS '失效时间';
COMMENT ON COLUMN role_grants.granted_by IS '授予人';

GRANT SELECT, INSERT, UPDATE ON role_grants TO jiheng_app;

-- +goose Down
DROP TABLE role_grants;
