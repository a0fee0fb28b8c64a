-- +goose Up
CREATE TABLE units (
    id         text        PRIMARY KEY CHECK (id <> ''),
    name       text        NOT NULL CHECK (name <> ''),
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE units IS '预算单位';
COMMENT ON COLUMN units.id IS '单位编号';
COMMENT ON COLUMN units.name IS '单位名称';
COMMENT ON COLUMN units.created_at IS '登记时间';

CREATE TABLE departments (
    id         text        PRIMARY KEY CHECK (id <> ''),
    unit_id    text        NOT NULL REFERENCES units (id),
    name       text        NOT NULL CHECK (name <> ''),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (unit_id, id)
);
COMMENT ON TABLE departments IS '科室';
COMMENT ON COLUMN departments.id IS '科室编号';
COMMENT ON COLUMN departments.unit_id IS '所属单位';
COMMENT ON COLUMN departments.name IS '科室名称';
COMMENT ON COLUMN departments.created_at IS '登记时间';

CREATE TABLE persons (
    id            text        PRIMARY KEY CHECK (id <> '' AND id <> 'system'),
    unit_id       text        NOT NULL REFERENCES units (id),
    department_id text,
    name          text        NOT NULL CHECK (name <> ''),
    post          text        NOT NULL DEFAULT '',
    email         text        NOT NULL DEFAULT '',
    created_at    timestamptz NOT NULL DEFAULT now(),
    -- A person's department is one of the person's own unit.
    FOREIGN KEY (unit_id, department_id) REFERENCES departments (unit_id, id)
);
CREATE INDEX persons_unit ON persons (unit_id, id);
COMMENT ON TABLE persons IS '人员';
COMMENT ON COLUMN persons.id IS '人员编号';
COMMENT ON COLUMN persons.unit_id IS '所在单位';
COMMENT ON COLUMN persons.department_id IS '所在科室';
COMMENT ON COLUMN persons.name IS '姓名';
COMMENT ON COLUMN persons.post IS '职务';
COMMENT ON COLUMN persons.email IS '电子邮箱';
COMMENT ON COLUMN persons.created_at IS '登记时间';

GRANT SELECT, INSERT, UPDATE ON units, departments, persons TO jiheng_app;

-- +goose Down
DROP TABLE persons;
DROP TABLE departments;
DROP TABLE units;
