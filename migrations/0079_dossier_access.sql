-- +goose Up
-- Who was given what of a sealed dossier or of the documents set from it. Every
-- delivery is written down before its first byte goes out.
CREATE TABLE dossier_accesses (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    evaluation_id  text        NOT NULL REFERENCES evaluations (id),
    path           text        NOT NULL CHECK (path <> ''),
    person_id      text        NOT NULL CHECK (person_id <> ''),
    on_behalf_of   text        NOT NULL DEFAULT '',
    at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    request_id     text        NOT NULL DEFAULT '',
    client_address text        NOT NULL DEFAULT ''
);
CREATE INDEX dossier_accesses_evaluation ON dossier_accesses (evaluation_id, id);
COMMENT ON TABLE dossier_accesses IS '卷宗和文书领取记录';
COMMENT ON COLUMN dossier_accesses.id IS '记录编号';
COMMENT ON COLUMN dossier_accesses.evaluation_id IS '评价编号';
COMMENT ON COLUMN dossier_accesses.path IS '文件';
COMMENT ON COLUMN dossier_accesses.person_id IS '领取人';
COMMENT ON COLUMN dossier_accesses.on_behalf_of IS '被代理人';
COMMENT ON COLUMN dossier_accesses.at IS '领取时间';
COMMENT ON COLUMN dossier_accesses.request_id IS '请求编号';
COMMENT ON COLUMN dossier_accesses.client_address IS '来源地址';
CREATE TRIGGER dossier_accesses_append_only BEFORE UPDATE OR DELETE ON dossier_accesses
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dossier_accesses_not_emptied BEFORE TRUNCATE ON dossier_accesses
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE dossier_accesses ENABLE ALWAYS TRIGGER dossier_accesses_append_only;
ALTER TABLE dossier_accesses ENABLE ALWAYS TRIGGER dossier_accesses_not_emptied;

-- The public is counted, never written down: by file and day.
CREATE TABLE public_downloads (
    evaluation_id text   NOT NULL REFERENCES evaluations (id),
    path          text   NOT NULL CHECK (path <> ''),
    on_day        date   NOT NULL,
    count         bigint NOT NULL CHECK (count > 0),
    PRIMARY KEY (evaluation_id, path, on_day)
);
COMMENT ON TABLE public_downloads IS '公开文件下载次数';
COMMENT ON COLUMN public_downloads.evaluation_id IS '评价编号';
COMMENT ON COLUMN public_downloads.path IS '文件';
COMMENT ON COLUMN public_downloads.on_day IS '日期';
COMMENT ON COLUMN public_downloads.count IS '次数';

-- Who read, searched, exported: what the installation noted of one evaluation.
CREATE INDEX installation_journal_evaluation ON installation_journal ((data::jsonb ->> 'evaluation'), seq);

GRANT SELECT, INSERT ON dossier_accesses TO jiheng_app;
GRANT SELECT, INSERT, UPDATE ON public_downloads TO jiheng_app;

-- +goose Down
DROP INDEX installation_journal_evaluation;
DROP TABLE public_downloads;
DROP TABLE dossier_accesses;
