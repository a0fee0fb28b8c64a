-- +goose Up
-- Every version of the statutory calendar, each complete in itself, so that
-- what an evaluation was planned by can be read years later.
CREATE TABLE calendars (
    number     integer     PRIMARY KEY CHECK (number >= 1),
    version    text        NOT NULL UNIQUE CHECK (version <> ''),
    -- The newest calendar shipped with a program that went into it.
    shipped    text        NOT NULL CHECK (shipped <> ''),
    source     text        NOT NULL CHECK (source <> ''),
    digest     text        NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    years      jsonb       NOT NULL CHECK (jsonb_typeof(years) = 'array'),
    -- Years whose notice somebody imported: no shipped one takes its place.
    imported   jsonb       NOT NULL CHECK (jsonb_typeof(imported) = 'array'),
    days       jsonb       NOT NULL CHECK (jsonb_typeof(days) = 'object'),
    loaded_at  timestamptz NOT NULL,
    loaded_by  text        NOT NULL CHECK (loaded_by <> ''),
    CHECK (imported <@ years)
);
COMMENT ON TABLE calendars IS '工作日历';
COMMENT ON COLUMN calendars.number IS '序号';
COMMENT ON COLUMN calendars.version IS '版本';
COMMENT ON COLUMN calendars.shipped IS '内置日历版本';
COMMENT ON COLUMN calendars.source IS '依据文号';
COMMENT ON COLUMN calendars.digest IS '内容摘要';
COMMENT ON COLUMN calendars.years IS '覆盖年度';
COMMENT ON COLUMN calendars.imported IS '导入年度';
COMMENT ON COLUMN calendars.days IS '放假与调休安排';
COMMENT ON COLUMN calendars.loaded_at IS '导入时间';
COMMENT ON COLUMN calendars.loaded_by IS '导入人';

CREATE TRIGGER calendars_append_only BEFORE UPDATE OR DELETE ON calendars
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER calendars_not_emptied BEFORE TRUNCATE ON calendars
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE calendars ENABLE ALWAYS TRIGGER calendars_append_only;
ALTER TABLE calendars ENABLE ALWAYS TRIGGER calendars_not_emptied;

GRANT SELECT, INSERT ON calendars TO jiheng_app;

-- +goose Down
DROP TABLE calendars;
