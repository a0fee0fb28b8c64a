-- +goose Up
CREATE TABLE accounts (
    person_id     text        PRIMARY KEY REFERENCES persons (id),
    login         text        NOT NULL UNIQUE CHECK (login <> ''),
    -- Empty until a password is set.
    password_hash text        NOT NULL DEFAULT '',
    disabled_at   timestamptz,
    created_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE accounts IS '账号';
COMMENT ON COLUMN accounts.person_id IS '人员编号';
COMMENT ON COLUMN accounts.login IS '登录名';
COMMENT ON COLUMN accounts.password_hash IS '口令散列';
COMMENT ON COLUMN accounts.disabled_at IS '停用时间';
COMMENT ON COLUMN accounts.created_at IS '开通时间';

CREATE TABLE sessions (
    digest         bytea       PRIMARY KEY CHECK (octet_length(digest) = 32),
    person_id      text        NOT NULL REFERENCES accounts (person_id),
    client_address text        NOT NULL DEFAULT '',
    created_at     timestamptz NOT NULL,
    seen_at        timestamptz NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
COMMENT ON TABLE sessions IS '会话';
COMMENT ON COLUMN sessions.digest IS '会话令牌摘要';
COMMENT ON COLUMN sessions.person_id IS '人员编号';
COMMENT ON COLUMN sessions.client_address IS '客户端地址';
COMMENT ON COLUMN sessions.created_at IS '开始时间';
COMMENT ON COLUMN sessions.seen_at IS '最近使用时间';

CREATE TABLE login_throttles (
    key             text        PRIMARY KEY,
    failures        integer     NOT NULL CHECK (failures >= 0),
    last_failure_at timestamptz,
    locked_until    timestamptz
);
COMMENT ON TABLE login_throttles IS '登录失败计数';
COMMENT ON COLUMN login_throttles.key IS '计数对象';
COMMENT ON COLUMN login_throttles.failures IS '失败次数';
COMMENT ON COLUMN login_throttles.last_failure_at IS '最近失败时间';
COMMENT ON COLUMN login_throttles.locked_until IS '锁定至';

CREATE TABLE security_log (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at             timestamptz NOT NULL,
    kind           text        NOT NULL CHECK (kind <> ''),
    login          text        NOT NULL,
    person_id      text        NOT NULL,
    actor_id       text        NOT NULL,
    session_id     text        NOT NULL,
    client_address text        NOT NULL,
    cause          text        NOT NULL
);
COMMENT ON TABLE security_log IS '安全日志';
COMMENT ON COLUMN security_log.id IS '序号';
COMMENT ON COLUMN security_log.at IS '时间';
COMMENT ON COLUMN security_log.kind IS '事件种类';
COMMENT ON COLUMN security_log.login IS '登录名';
COMMENT ON COLUMN security_log.person_id IS '账号所属人员';
COMMENT ON COLUMN security_log.actor_id IS '操作人';
COMMENT ON COLUMN security_log.session_id IS '会话编号';
COMMENT ON COLUMN security_log.client_address IS '客户端地址';
COMMENT ON COLUMN security_log.cause IS '失败原因';

-- ALWAYS: session_replication_role must not switch them off.
CREATE TRIGGER security_log_append_only BEFORE UPDATE OR DELETE ON security_log
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER security_log_not_emptied BEFORE TRUNCATE ON security_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE security_log ENABLE ALWAYS TRIGGER security_log_append_only;
ALTER TABLE security_log ENABLE ALWAYS TRIGGER security_log_not_emptied;

GRANT SELECT, INSERT, UPDATE ON accounts TO jiheng_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions, login_throttles TO jiheng_app;
GRANT SELECT, INSERT ON security_log TO jiheng_app;

-- +goose Down
DROP TABLE security_log;
DROP TABLE login_throttles;
DROP TABLE sessions;
DROP TABLE accounts;
