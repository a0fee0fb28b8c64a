-- +goose Up
-- Several files of one kind, each with versions of its own; what was said of
-- the seals and signatures on the cover; and papers put away as infected.
ALTER TABLE materials
    ADD COLUMN copy_no        integer     NOT NULL DEFAULT 0 CHECK (copy_no >= 0),
    ADD COLUMN marks          jsonb       NOT NULL DEFAULT 'null',
    ADD COLUMN quarantined    text        NOT NULL DEFAULT '',
    ADD COLUMN quarantined_at timestamptz,
    DROP CONSTRAINT materials_task_id_kind_version_key,
    ADD CONSTRAINT materials_version UNIQUE (task_id, kind, copy_no, version),
    ADD CONSTRAINT materials_quarantine CHECK ((quarantined = '') = (quarantined_at IS NULL));
COMMENT ON COLUMN materials.copy_no IS '份号';
COMMENT ON COLUMN materials.marks IS '印章签字核对情况';
COMMENT ON COLUMN materials.quarantined IS '查出的病毒名称';
COMMENT ON COLUMN materials.quarantined_at IS '隔离时间';

-- The paper itself stays as it was supplied.
GRANT UPDATE (marks, quarantined, quarantined_at) ON materials TO jiheng_app;

-- +goose Down
ALTER TABLE materials
    DROP CONSTRAINT materials_quarantine,
    DROP CONSTRAINT materials_version,
    DROP COLUMN copy_no, DROP COLUMN marks, DROP COLUMN quarantined, DROP COLUMN quarantined_at,
    ADD CONSTRAINT materials_task_id_kind_version_key UNIQUE (task_id, kind, version);
