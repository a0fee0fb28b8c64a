-- +goose Up
-- A file on its way in, in parts; the parts lie on disk until all are there. A
-- row says how much has safely arrived: what lies on disk behind that counts
-- for nothing.
CREATE TABLE uploads (
    id           text        PRIMARY KEY CHECK (id ~ '^[A-Z2-7]{26}$'),
    person_id    text        NOT NULL REFERENCES persons (id),
    on_behalf_of text        NOT NULL DEFAULT '',
    unit_id      text        NOT NULL,
    task_id      text        NOT NULL REFERENCES tasks (id),
    kind         text        NOT NULL CHECK (kind <> ''),
    file_name    text        NOT NULL CHECK (file_name <> ''),
    size         bigint      NOT NULL CHECK (size > 0),
    received     bigint      NOT NULL DEFAULT 0,
    sha256       text        NOT NULL DEFAULT '' CHECK (sha256 ~ '^([0-9a-f]{64})?$'),
    replaces     text        NOT NULL DEFAULT '',
    marks        jsonb       NOT NULL DEFAULT 'null',
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    finished_at  timestamptz,
    CONSTRAINT uploads_received CHECK (received BETWEEN 0 AND size),
    CONSTRAINT uploads_whole CHECK (finished_at IS NULL OR received = size)
);
CREATE INDEX uploads_person ON uploads (person_id) WHERE finished_at IS NULL;
CREATE INDEX uploads_unit ON uploads (unit_id) WHERE finished_at IS NULL;
CREATE INDEX uploads_task ON uploads (task_id);
CREATE INDEX uploads_expiry ON uploads (expires_at);
COMMENT ON TABLE uploads IS '续传中的文件';
COMMENT ON COLUMN uploads.id IS '续传编号';
COMMENT ON COLUMN uploads.person_id IS '上传人';
COMMENT ON COLUMN uploads.on_behalf_of IS '被代理人';
COMMENT ON COLUMN uploads.unit_id IS '上传人单位';
COMMENT ON COLUMN uploads.task_id IS '任务编号';
COMMENT ON COLUMN uploads.kind IS '材料种类';
COMMENT ON COLUMN uploads.file_name IS '文件名';
COMMENT ON COLUMN uploads.size IS '大小(字节)';
COMMENT ON COLUMN uploads.received IS '已收到(字节)';
COMMENT ON COLUMN uploads.sha256 IS '申报的 SHA-256 摘要';
COMMENT ON COLUMN uploads.replaces IS '所替换的材料';
COMMENT ON COLUMN uploads.marks IS '已确认的印章签字';
COMMENT ON COLUMN uploads.created_at IS '开始时间';
COMMENT ON COLUMN uploads.expires_at IS '失效时间';
COMMENT ON COLUMN uploads.finished_at IS '完成时间';

GRANT SELECT, INSERT, UPDATE, DELETE ON uploads TO jiheng_app;

-- +goose Down
DROP TABLE uploads;
