-- Auditors read the database as jiheng_audit, which can change nothing and see
-- no secret: not a password's hash, not a session's token, not a draft. See
-- docs/decisions/0054-the-databases-roles-mirror-the-offices.md.

-- +goose Up
-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'jiheng_audit') THEN
        BEGIN
            CREATE ROLE jiheng_audit NOLOGIN;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL;
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'role jiheng_audit is missing and % may not create roles', current_user
                    USING HINT = 'As a superuser: CREATE ROLE jiheng_audit NOLOGIN;';
        END;
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO jiheng_audit', current_database());
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO jiheng_audit', current_schema());
    FOR t IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'v')
        AND c.relname NOT IN ('accounts', 'sessions', 'login_throttles', 'drafts', 'idempotency_keys', 'calendar_feeds',
            'notice_preferences', 'saved_views', 'task_watches', 'uploads') LOOP
        EXECUTE format('GRANT SELECT ON %I TO jiheng_audit', t);
    END LOOP;
END
$$;
-- +goose StatementEnd
GRANT SELECT (person_id, login, disabled_at, created_at) ON accounts TO jiheng_audit;
GRANT SELECT (person_id, client_address, created_at, seen_at) ON sessions TO jiheng_audit;

-- +goose Down
-- +goose StatementBegin
DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM jiheng_audit', current_schema());
    EXECUTE format('REVOKE USAGE ON SCHEMA %I FROM jiheng_audit', current_schema());
    EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM jiheng_audit', current_database());
    -- The role itself stays: other databases of the cluster may use it.
END
$$;
-- +goose StatementEnd
REVOKE SELECT (person_id, login, disabled_at, created_at) ON accounts FROM jiheng_audit;
REVOKE SELECT (person_id, client_address, created_at, seen_at) ON sessions FROM jiheng_audit;
