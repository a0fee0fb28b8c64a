-- +goose Up
-- Who looked at which paper when. Every delivery of a paper is written down
-- before its first byte goes out.
CREATE TABLE material_accesses (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    evaluation_id  text        NOT NULL REFERENCES evaluations (id),
    material_id    text        NOT NULL REFERENCES materials (id),
    sha256         text        NOT NULL,
    person_id      text        NOT NULL CHECK (person_id <> ''),
    on_behalf_of   text        NOT NULL DEFAULT '',
    manner         text        NOT NULL CHECK (manner IN ('download', 'preview', 'text')),
    at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    request_id     text        NOT NULL DEFAULT '',
    client_address text        NOT NULL DEFAULT ''
);
CREATE INDEX material_accesses_material ON material_accesses (material_id, id);
CREATE INDEX material_accesses_person ON material_accesses (person_id, at);
CREATE INDEX material_accesses_evaluation ON material_accesses (evaluation_id, id);
COMMENT ON TABLE material_accesses IS '材料查阅记录';
COMMENT ON COLUMN material_accesses.id IS '记录编号';
COMMENT ON COLUMN material_accesses.evaluation_id IS '评价编号';
COMMENT ON COLUMN material_accesses.material_id IS '材料编号';
COMMENT ON COLUMN material_accesses.sha256 IS 'SHA-256 摘要';
COMMENT ON COLUMN material_accesses.person_id IS '查阅人';
COMMENT ON COLUMN material_accesses.on_behalf_of IS '被代理人';
COMMENT ON COLUMN material_accesses.manner IS '查阅方式';
COMMENT ON COLUMN material_accesses.at IS '查阅时间';
COMMENT ON COLUMN material_accesses.request_id IS '请求编号';
COMMENT ON COLUMN material_accesses.client_address IS '来源地址';

GRANT SELECT, INSERT ON material_accesses TO jiheng_app;
CREATE TRIGGER material_accesses_append_only BEFORE UPDATE OR DELETE ON material_accesses
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER material_accesses_not_emptied BEFORE TRUNCATE ON material_accesses
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE material_accesses ENABLE ALWAYS TRIGGER material_accesses_append_only;
ALTER TABLE material_accesses ENABLE ALWAYS TRIGGER material_accesses_not_emptied;

-- +goose Down
DROP TABLE material_accesses;
