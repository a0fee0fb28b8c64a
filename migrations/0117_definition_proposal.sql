-- A version of a process is published by two, as a role is given: see
-- docs/decisions/0082-two-publish-a-process.md.

-- +goose Up
CREATE TABLE definition_proposals (
    id          text        PRIMARY KEY CHECK (id <> ''),
    name        text        NOT NULL CHECK (name <> ''),
    version     integer     NOT NULL CHECK (version >= 1),
    digest      text        NOT NULL CHECK (digest <> ''),
    title       text        NOT NULL,
    source      text        NOT NULL CHECK (source <> ''),
    reason      text        NOT NULL CHECK (reason <> ''),
    proposed_by text        NOT NULL CHECK (proposed_by <> ''),
    proposed_at timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL CHECK (expires_at > proposed_at),
    state       text        NOT NULL CHECK (state IN ('proposed', 'approved', 'rejected', 'withdrawn')),
    decided_by  text        NOT NULL DEFAULT '',
    decided_at  timestamptz,
    note        text        NOT NULL DEFAULT '',
    CONSTRAINT definition_proposals_decided CHECK ((state = 'proposed') = (decided_at IS NULL) AND (state = 'proposed') = (decided_by = '')),
    CONSTRAINT definition_proposals_two_persons CHECK (state NOT IN ('approved', 'rejected') OR decided_by <> proposed_by),
    CONSTRAINT definition_proposals_in_time CHECK (decided_at < expires_at)
);
CREATE INDEX definition_proposals_latest ON definition_proposals (proposed_at DESC, id DESC);
CREATE INDEX definition_proposals_waiting ON definition_proposals (name) WHERE state = 'proposed';
COMMENT ON TABLE definition_proposals IS '流程发布申请';
COMMENT ON COLUMN definition_proposals.id IS '申请编号';
COMMENT ON COLUMN definition_proposals.name IS '流程名称';
COMMENT ON COLUMN definition_proposals.version IS '版本';
COMMENT ON COLUMN definition_proposals.digest IS '原文摘要';
COMMENT ON COLUMN definition_proposals.title IS '流程标题';
COMMENT ON COLUMN definition_proposals.source IS '原文';
COMMENT ON COLUMN definition_proposals.reason IS '申请理由';
COMMENT ON COLUMN definition_proposals.proposed_by IS '申请人';
COMMENT ON COLUMN definition_proposals.proposed_at IS '申请时间';
COMMENT ON COLUMN definition_proposals.expires_at IS '申请失效时间';
COMMENT ON COLUMN definition_proposals.state IS '状态';
COMMENT ON COLUMN definition_proposals.decided_by IS '决定人';
COMMENT ON COLUMN definition_proposals.decided_at IS '决定时间';
COMMENT ON COLUMN definition_proposals.note IS '驳回或者撤回的理由';
GRANT SELECT, INSERT ON definition_proposals TO jiheng_app;
GRANT UPDATE (state, decided_by, decided_at, note) ON definition_proposals TO jiheng_app;
GRANT SELECT ON definition_proposals TO jiheng_audit;

-- A proposal begins undecided, is decided once, by somebody who may, and only
-- with the text that was proposed published beside it.
-- +goose StatementBegin
CREATE FUNCTION refuse_changed_definition_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    settlement text[] := ARRAY['state', 'decided_by', 'decided_at', 'note'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'proposed' THEN
            RAISE EXCEPTION 'a proposal begins undecided' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state <> 'proposed' OR to_jsonb(NEW) - settlement <> to_jsonb(OLD) - settlement THEN
        RAISE EXCEPTION 'a proposal is decided once and nothing else of it changes' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.state IN ('approved', 'rejected') AND NOT EXISTS (SELECT FROM role_grants g WHERE g.person_id = NEW.decided_by
            AND g.role = 'security_admin' AND g.valid_from <= NEW.decided_at AND (g.valid_to IS NULL OR g.valid_to > NEW.decided_at)) THEN
        RAISE EXCEPTION '% is no security administrator', NEW.decided_by
            USING ERRCODE = 'check_violation', CONSTRAINT = 'definition_proposals_security_decides';
    END IF;
    IF NEW.state = 'approved' AND NOT EXISTS (SELECT FROM process_definitions d WHERE d.name = NEW.name AND d.version = NEW.version
            AND d.digest = NEW.digest AND d.source = NEW.source) THEN
        RAISE EXCEPTION '% version % is not published', NEW.name, NEW.version
            USING ERRCODE = 'check_violation', CONSTRAINT = 'definition_proposals_published';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER definition_proposals_decided_once BEFORE INSERT OR UPDATE OR DELETE ON definition_proposals
    FOR EACH ROW EXECUTE FUNCTION refuse_changed_definition_proposal();
CREATE TRIGGER definition_proposals_not_emptied BEFORE TRUNCATE ON definition_proposals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE definition_proposals ENABLE ALWAYS TRIGGER definition_proposals_decided_once;
ALTER TABLE definition_proposals ENABLE ALWAYS TRIGGER definition_proposals_not_emptied;

-- +goose Down
DROP TABLE definition_proposals;
DROP FUNCTION refuse_changed_definition_proposal();
