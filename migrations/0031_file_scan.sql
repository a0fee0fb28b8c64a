-- +goose Up
-- What a virus scanner said of a file; only files that came while a scanner was
-- configured are here. A file is what it is for all who use it, so this goes by
-- content and not by paper.
CREATE TABLE file_scans (
    sha256       text        PRIMARY KEY REFERENCES files (sha256),
    state        text        NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'clean', 'infected')),
    signature    text        NOT NULL DEFAULT '',
    requested_at timestamptz NOT NULL DEFAULT now(),
    tried_at     timestamptz,
    tries        integer     NOT NULL DEFAULT 0 CHECK (tries >= 0),
    scanned_at   timestamptz,
    CONSTRAINT file_scans_signature CHECK ((state = 'infected') = (signature <> '')),
    CONSTRAINT file_scans_scanned CHECK ((state = 'pending') = (scanned_at IS NULL))
);
CREATE INDEX file_scans_pending ON file_scans (tried_at NULLS FIRST) WHERE state = 'pending';
CREATE INDEX file_scans_unclean ON file_scans (sha256) WHERE state <> 'clean';
COMMENT ON TABLE file_scans IS '文件查毒';
COMMENT ON COLUMN file_scans.sha256 IS 'SHA-256 摘要';
COMMENT ON COLUMN file_scans.state IS '查毒状态';
COMMENT ON COLUMN file_scans.signature IS '病毒名称';
COMMENT ON COLUMN file_scans.requested_at IS '登记时间';
COMMENT ON COLUMN file_scans.tried_at IS '最近尝试时间';
COMMENT ON COLUMN file_scans.tries IS '尝试次数';
COMMENT ON COLUMN file_scans.scanned_at IS '查毒时间';

GRANT SELECT, INSERT, UPDATE, DELETE ON file_scans TO jiheng_app;

-- A verdict stands: what was found infected never becomes clean, and what was
-- scanned never waits again.
-- +goose StatementBegin
CREATE FUNCTION refuse_verdict_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the verdict on file % stands', OLD.sha256 USING ERRCODE = 'integrity_constraint_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER file_scans_verdict_stands BEFORE UPDATE ON file_scans
    FOR EACH ROW WHEN (OLD.state <> 'pending') EXECUTE FUNCTION refuse_verdict_change();

-- +goose Down
DROP TABLE file_scans;
DROP FUNCTION refuse_verdict_change();
