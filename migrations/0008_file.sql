-- +goose Up
-- The contents lie on disk, each under its SHA-256.
CREATE TABLE files (
    sha256     text        PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    sm3        text        NOT NULL CHECK (sm3 ~ '^[0-9a-f]{64}$'),
    size       bigint      NOT NULL CHECK (size >= 0),
    media_type text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE files IS '文件';
COMMENT ON COLUMN files.sha256 IS 'SHA-256 摘要';
COMMENT ON COLUMN files.sm3 IS 'SM3 摘要';
COMMENT ON COLUMN files.size IS '大小(字节)';
COMMENT ON COLUMN files.media_type IS '媒体类型';
COMMENT ON COLUMN files.created_at IS '入库时间';

GRANT SELECT, INSERT ON files TO jiheng_app;

-- +goose Down
DROP TABLE files;
