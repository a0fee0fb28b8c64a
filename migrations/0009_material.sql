-- +goose Up
CREATE TABLE materials (
    id            text        PRIMARY KEY CHECK (id <> ''),
    evaluation_id text        NOT NULL REFERENCES evaluations (id),
    supplied_seq  bigint      NOT NULL CHECK (supplied_seq >= 1),
    task_id       text        NOT NULL REFERENCES tasks (id),
    item_id       text        NOT NULL,
    kind          text        NOT NULL CHECK (kind <> ''),
    version       integer     NOT NULL CHECK (version >= 1),
    file_name     text        NOT NULL,
    sha256        text        NOT NULL REFERENCES files (sha256),
    sm3           text        NOT NULL,
    size          bigint      NOT NULL CHECK (size >= 0),
    media_type    text        NOT NULL,
    supplied_by   text        NOT NULL CHECK (supplied_by <> ''),
    supplied_at   timestamptz NOT NULL,
    UNIQUE (task_id, kind, version)
);
CREATE INDEX materials_item ON materials (evaluation_id, item_id, supplied_seq);
CREATE INDEX materials_file ON materials (sha256);
COMMENT ON TABLE materials IS '材料';
COMMENT ON COLUMN materials.id IS '材料编号';
COMMENT ON COLUMN materials.evaluation_id IS '评价编号';
COMMENT ON COLUMN materials.supplied_seq IS '提交流水号';
COMMENT ON COLUMN materials.task_id IS '任务编号';
COMMENT ON COLUMN materials.item_id IS '评价对象';
COMMENT ON COLUMN materials.kind IS '材料种类';
COMMENT ON COLUMN materials.version IS '版本';
COMMENT ON COLUMN materials.file_name IS '文件名';
COMMENT ON COLUMN materials.sha256 IS 'SHA-256 摘要';
COMMENT ON COLUMN materials.sm3 IS 'SM3 摘要';
COMMENT ON COLUMN materials.size IS '大小(字节)';
COMMENT ON COLUMN materials.media_type IS '媒体类型';
COMMENT ON COLUMN materials.supplied_by IS '提交人';
COMMENT ON COLUMN materials.supplied_at IS '提交时间';

-- A newer version stands beside the older one, never in its place.
GRANT SELECT, INSERT ON materials TO jiheng_app;

-- +goose Down
DROP TABLE materials;
