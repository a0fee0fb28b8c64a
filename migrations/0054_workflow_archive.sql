-- +goose Up
-- Histories of workflow runs that have ended, kept beyond Temporal's retention.
-- The journal of the installation has an entry with the digest of each.
CREATE TABLE workflow_archives (
    workflow_id   text        NOT NULL CHECK (workflow_id <> ''),
    run_id        text        NOT NULL CHECK (run_id <> ''),
    evaluation_id text        NOT NULL REFERENCES evaluations (id),
    status        text        NOT NULL CHECK (status <> ''),
    started_at    timestamptz NOT NULL,
    closed_at     timestamptz NOT NULL,
    events        bigint      NOT NULL CHECK (events > 0),
    -- Of the JSON, hex.
    sha256        text        NOT NULL CHECK (length(sha256) = 64),
    -- The JSON, compressed with gzip.
    history       bytea       NOT NULL,
    PRIMARY KEY (workflow_id, run_id)
);
CREATE INDEX workflow_archives_evaluation ON workflow_archives (evaluation_id, started_at);
COMMENT ON TABLE workflow_archives IS '工作流历史归档';
COMMENT ON COLUMN workflow_archives.workflow_id IS '工作流标识';
COMMENT ON COLUMN workflow_archives.run_id IS '运行标识';
COMMENT ON COLUMN workflow_archives.evaluation_id IS '评价编号';
COMMENT ON COLUMN workflow_archives.status IS '结束状态';
COMMENT ON COLUMN workflow_archives.started_at IS '开始时间';
COMMENT ON COLUMN workflow_archives.closed_at IS '结束时间';
COMMENT ON COLUMN workflow_archives.events IS '事件数';
COMMENT ON COLUMN workflow_archives.sha256 IS '历史的 SHA-256 摘要';
COMMENT ON COLUMN workflow_archives.history IS '历史（JSON，gzip 压缩）';

CREATE TRIGGER workflow_archives_append_only BEFORE UPDATE OR DELETE ON workflow_archives
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER workflow_archives_not_emptied BEFORE TRUNCATE ON workflow_archives
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE workflow_archives ENABLE ALWAYS TRIGGER workflow_archives_append_only;
ALTER TABLE workflow_archives ENABLE ALWAYS TRIGGER workflow_archives_not_emptied;

GRANT SELECT, INSERT ON workflow_archives TO jiheng_app;

-- +goose Down
DROP TABLE workflow_archives;
