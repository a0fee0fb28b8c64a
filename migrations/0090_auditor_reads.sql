-- What came after the role for auditors is theirs to read as well.

-- +goose Up
-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOR t IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'v')
        AND c.relname NOT IN ('accounts', 'sessions', 'login_throttles', 'drafts', 'idempotency_keys', 'calendar_feeds',
            'notice_preferences', 'saved_views', 'task_watches', 'former_watches', 'uploads') LOOP
        EXECUTE format('GRANT SELECT ON %I TO jiheng_audit', t);
    END LOOP;
END
$$;
-- +goose StatementEnd

-- +goose Down
-- What the role may read goes with the migration that made it.
SELECT 1;
