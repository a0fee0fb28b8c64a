-- +goose Up
-- The log of statements only grows; a checkpoint signs the root of the Merkle
-- tree over it. See internal/checkpoint.
CREATE TABLE checkpoint_statements (
    position bigint PRIMARY KEY CHECK (position >= 0),
    chain    text   NOT NULL CHECK (chain <> ''),
    seq      bigint NOT NULL CHECK (seq >= 1),
    hash     bytea  NOT NULL CHECK (octet_length(hash) = 32)
);
CREATE INDEX checkpoint_statements_chain ON checkpoint_statements (chain, position);
COMMENT ON TABLE checkpoint_statements IS '链头陈述';
COMMENT ON COLUMN checkpoint_statements.position IS '在陈述日志中的位置，从0起';
COMMENT ON COLUMN checkpoint_statements.chain IS '链：评价编号，或者 installation';
COMMENT ON COLUMN checkpoint_statements.seq IS '流水号';
COMMENT ON COLUMN checkpoint_statements.hash IS '该条流水的摘要';

CREATE TABLE checkpoints (
    number   bigint      PRIMARY KEY CHECK (number >= 1),
    size     bigint      NOT NULL CHECK (size >= 0),
    at       timestamptz NOT NULL,
    -- The right edge of the tree, from which it grows on.
    edge     bytea       NOT NULL CHECK (octet_length(edge) % 32 = 0),
    key_id   text        NOT NULL CHECK (key_id <> ''),
    -- The signed text, as it also stands in the file kept elsewhere.
    envelope text        NOT NULL
);
COMMENT ON TABLE checkpoints IS '检查点';
COMMENT ON COLUMN checkpoints.number IS '编号';
COMMENT ON COLUMN checkpoints.size IS '陈述条数';
COMMENT ON COLUMN checkpoints.at IS '时间';
COMMENT ON COLUMN checkpoints.edge IS '默克尔树右缘';
COMMENT ON COLUMN checkpoints.key_id IS '签名密钥标识';
COMMENT ON COLUMN checkpoints.envelope IS '签名信封';

-- Public keys that checkpoints were signed with, so that every machine can
-- check them. Whoever doubts the database brings the key along.
CREATE TABLE checkpoint_keys (
    key_id     text        PRIMARY KEY CHECK (key_id <> ''),
    public_key text        NOT NULL CHECK (public_key <> ''),
    added_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE checkpoint_keys IS '检查点验签公钥';
COMMENT ON COLUMN checkpoint_keys.key_id IS '密钥标识';
COMMENT ON COLUMN checkpoint_keys.public_key IS '公钥（PEM）';
COMMENT ON COLUMN checkpoint_keys.added_at IS '登记时间';

-- +goose StatementBegin
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['checkpoint_statements', 'checkpoints', 'checkpoint_keys'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name || '_append_only', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name || '_not_emptied', name);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I', name, name || '_append_only');
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I', name, name || '_not_emptied');
    END LOOP;
END
$$;
-- +goose StatementEnd

GRANT SELECT, INSERT ON checkpoint_statements, checkpoints, checkpoint_keys TO jiheng_app;

-- +goose Down
DROP TABLE checkpoint_keys;
DROP TABLE checkpoints;
DROP TABLE checkpoint_statements;
