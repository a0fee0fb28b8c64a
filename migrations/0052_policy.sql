-- +goose Up
-- The rules of every version of the policy that ever served, for the journal
-- names only the version. The version is the digest of the three texts.
CREATE TABLE policies (
    version    text        PRIMARY KEY CHECK (version <> ''),
    model      text        NOT NULL,
    rules      text        NOT NULL,
    code_rules text        NOT NULL,
    added_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE policies IS '权限策略各版本';
COMMENT ON COLUMN policies.version IS '版本';
COMMENT ON COLUMN policies.model IS '模型';
COMMENT ON COLUMN policies.rules IS '规则';
COMMENT ON COLUMN policies.code_rules IS '程序内规则的版本';
COMMENT ON COLUMN policies.added_at IS '登记时间';

CREATE TRIGGER policies_append_only BEFORE UPDATE OR DELETE ON policies
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policies_not_emptied BEFORE TRUNCATE ON policies
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE policies ENABLE ALWAYS TRIGGER policies_append_only;
ALTER TABLE policies ENABLE ALWAYS TRIGGER policies_not_emptied;

GRANT SELECT, INSERT ON policies TO jiheng_app;

-- +goose Down
DROP TABLE policies;
