-- The application works as the group role jiheng_app, which can neither change
-- the schema nor rewrite what must stay as it was. Roles belong to the whole
-- cluster, so another database may have made it already, at this very moment.

-- +goose Up
-- +goose StatementBegin
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'jiheng_app') THEN
        BEGIN
            CREATE ROLE jiheng_app NOLOGIN;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL;
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'role jiheng_app is missing and % may not create roles', current_user
                    USING HINT = format('As a superuser: CREATE ROLE jiheng_app NOLOGIN; GRANT jiheng_app TO %I;', current_user);
        END;
    END IF;
    -- One login may both own the schema and serve: it then takes the role on.
    IF NOT pg_has_role(current_user, 'jiheng_app', 'MEMBER') THEN
        EXECUTE format('GRANT jiheng_app TO %I', current_user);
    END IF;
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO jiheng_app', current_database());
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', current_schema());
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO jiheng_app', current_schema());
END
$$;
-- +goose StatementEnd

-- The application compares the version of the schema with its own.
GRANT SELECT ON goose_db_version TO jiheng_app;
COMMENT ON TABLE goose_db_version IS '数据库结构版本';
COMMENT ON COLUMN goose_db_version.id IS '编号';
COMMENT ON COLUMN goose_db_version.version_id IS '版本号';
COMMENT ON COLUMN goose_db_version.is_applied IS '是否已应用';
COMMENT ON COLUMN goose_db_version.tstamp IS '应用时间';

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: it is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION refuse_change();
REVOKE SELECT ON goose_db_version FROM jiheng_app;
-- +goose StatementBegin
DO $$
BEGIN
    EXECUTE format('REVOKE USAGE ON SCHEMA %I FROM jiheng_app', current_schema());
    EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM jiheng_app', current_database());
    -- The role itself stays: other databases of the cluster may use it.
END
$$;
-- +goose StatementEnd
