-- +goose Up
-- A running evaluation keeps the definition it started with, whatever becomes
-- of the file, so the source is kept here and never changed.
CREATE TABLE process_definitions (
    name     text        NOT NULL CHECK (name <> ''),
    version  integer     NOT NULL CHECK (version >= 1),
    digest   text        NOT NULL CHECK (digest <> ''),
    title    text        NOT NULL,
    source   text        NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, version, digest)
);
COMMENT ON TABLE process_definitions IS '流程定义';
COMMENT ON COLUMN process_definitions.name IS '流程名称';
COMMENT ON COLUMN process_definitions.version IS '版本';
COMMENT ON COLUMN process_definitions.digest IS '原文摘要';
COMMENT ON COLUMN process_definitions.title IS '流程标题';
COMMENT ON COLUMN process_definitions.source IS '原文';
COMMENT ON COLUMN process_definitions.added_at IS '登记时间';

GRANT SELECT, INSERT ON process_definitions TO jiheng_app;

-- +goose Down
DROP TABLE process_definitions;
