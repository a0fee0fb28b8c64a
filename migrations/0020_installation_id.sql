-- +goose Up
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
