-- +goose Up
-- A private working paper: outside the journal, and gone when it is dropped.
CREATE TABLE drafts (
    task_id   text        NOT NULL REFERENCES tasks (id),
    person_id text        NOT NULL,
    version   bigint      NOT NULL CHECK (version >= 1),
    content   json        NOT NULL,
    saved_at  timestamptz NOT NULL,
    PRIMARY KEY (task_id, person_id)
);
COMMENT ON TABLE drafts IS '暂存稿';
COMMENT ON COLUMN drafts.task_id IS '任务编号';
COMMENT ON COLUMN drafts.person_id IS '暂存人';
COMMENT ON COLUMN drafts.version IS '版本';
COMMENT ON COLUMN drafts.content IS '内容';
COMMENT ON COLUMN drafts.saved_at IS '暂存时间';

GRANT SELECT, INSERT, UPDATE, DELETE ON drafts TO jiheng_app;

-- +goose Down
DROP TABLE drafts;
