-- +goose Up
-- A definition that evaluations have started with is evidence as the journal is.
CREATE TRIGGER process_definitions_append_only BEFORE UPDATE OR DELETE ON process_definitions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER process_definitions_not_emptied BEFORE TRUNCATE ON process_definitions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE process_definitions ENABLE ALWAYS TRIGGER process_definitions_append_only;
ALTER TABLE process_definitions ENABLE ALWAYS TRIGGER process_definitions_not_emptied;

-- Which installation this is, so that a folder of files can be told to be its
-- own. There is one row for ever.
CREATE TABLE installation (
    only_one boolean     PRIMARY KEY DEFAULT true CHECK (only_one),
    id       text        NOT NULL DEFAULT gen_random_uuid()::text CHECK (id <> ''),
    files_at timestamptz
);
INSERT INTO installation DEFAULT VALUES;
COMMENT ON TABLE installation IS '安装信息';
COMMENT ON COLUMN installation.only_one IS '唯一一行';
COMMENT ON COLUMN installation.id IS '安装标识';
COMMENT ON COLUMN installation.files_at IS '文件目录登记时间';

GRANT SELECT, UPDATE (files_at) ON installation TO jiheng_app;

-- +goose Down
DROP TABLE installation;
DROP TRIGGER process_definitions_append_only ON process_definitions;
DROP TRIGGER process_definitions_not_emptied ON process_definitions;
