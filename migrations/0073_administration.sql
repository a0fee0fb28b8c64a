-- Three administrators keep each other in check: what one proposes about a role
-- the other approves, and none of them holds another role. See
-- internal/administration and docs/decisions/0053-two-decide-about-a-role.md.

-- +goose Up
CREATE TABLE grant_proposals (
    id          text        PRIMARY KEY CHECK (id <> ''),
    kind        text        NOT NULL CHECK (kind IN ('grant', 'end')),
    -- The grant as it is to be, and once approved as it counts.
    wanted      jsonb       NOT NULL,
    person_id   text        NOT NULL GENERATED ALWAYS AS (wanted ->> 'person') STORED REFERENCES persons (id),
    role        text        NOT NULL GENERATED ALWAYS AS (wanted ->> 'role') STORED,
    unit_id     text        NOT NULL GENERATED ALWAYS AS (wanted ->> 'unit') STORED REFERENCES units (id),
    reason      text        NOT NULL CHECK (reason <> ''),
    proposed_by text        NOT NULL CHECK (proposed_by <> ''),
    proposed_at timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL CHECK (expires_at > proposed_at),
    state       text        NOT NULL CHECK (state IN ('proposed', 'approved', 'rejected', 'withdrawn')),
    decided_by  text        NOT NULL DEFAULT '',
    decided_at  timestamptz,
    note        text        NOT NULL DEFAULT '',
    CONSTRAINT grant_proposals_decided CHECK ((state = 'proposed') = (decided_at IS NULL) AND (state = 'proposed') = (decided_by = '')),
    CONSTRAINT grant_proposals_not_for_oneself CHECK (proposed_by <> wanted ->> 'person'),
    CONSTRAINT grant_proposals_two_persons CHECK (state NOT IN ('approved', 'rejected') OR decided_by NOT IN (proposed_by, wanted ->> 'person')),
    CONSTRAINT grant_proposals_in_time CHECK (decided_at < expires_at)
);
CREATE INDEX grant_proposals_person ON grant_proposals (person_id, proposed_at);
CREATE INDEX grant_proposals_latest ON grant_proposals (proposed_at DESC, id DESC);
COMMENT ON TABLE grant_proposals IS '任免申请';
COMMENT ON COLUMN grant_proposals.id IS '申请编号';
COMMENT ON COLUMN grant_proposals.kind IS '授予或者解除';
COMMENT ON COLUMN grant_proposals.wanted IS '所申请的任职';
COMMENT ON COLUMN grant_proposals.person_id IS '人员编号';
COMMENT ON COLUMN grant_proposals.role IS '角色';
COMMENT ON COLUMN grant_proposals.unit_id IS '单位';
COMMENT ON COLUMN grant_proposals.reason IS '申请理由';
COMMENT ON COLUMN grant_proposals.proposed_by IS '申请人';
COMMENT ON COLUMN grant_proposals.proposed_at IS '申请时间';
COMMENT ON COLUMN grant_proposals.expires_at IS '申请失效时间';
COMMENT ON COLUMN grant_proposals.state IS '状态';
COMMENT ON COLUMN grant_proposals.decided_by IS '决定人';
COMMENT ON COLUMN grant_proposals.decided_at IS '决定时间';
COMMENT ON COLUMN grant_proposals.note IS '驳回或者撤回的理由';
GRANT SELECT, INSERT ON grant_proposals TO jiheng_app;
GRANT UPDATE (wanted, state, decided_by, decided_at, note) ON grant_proposals TO jiheng_app;

ALTER TABLE role_grants ADD COLUMN proposal_id text REFERENCES grant_proposals (id);
COMMENT ON COLUMN role_grants.proposal_id IS '任免申请编号';
REVOKE UPDATE ON role_grants FROM jiheng_app;
GRANT UPDATE (valid_to) ON role_grants TO jiheng_app;

-- +goose StatementBegin
CREATE FUNCTION administers(role text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT role IN ('sys_admin', 'security_admin', 'audit_admin')
$$;
-- +goose StatementEnd

-- Whoever holds both already keeps the work: it must go on, and the console can
-- appoint another administrator (jiheng admin appoint). Of two offices the one
-- that was given first stays.
UPDATE role_grants g SET valid_to = GREATEST(g.valid_from, now())
WHERE administers(g.role) AND (g.valid_to IS NULL OR g.valid_to > now())
    AND (EXISTS (SELECT FROM role_grants o WHERE o.person_id = g.person_id AND o.role <> g.role
            AND (NOT administers(o.role) OR o.id < g.id) AND (o.valid_to IS NULL OR o.valid_to > now()))
        OR EXISTS (SELECT FROM member_terms m JOIN evaluations e ON e.id = m.evaluation_id
            WHERE m.person_id = g.person_id AND m.until IS NULL AND e.state IN ('running', 'suspended')));

-- Two who give roles to one person at once wait for each other.
-- +goose StatementBegin
CREATE FUNCTION refuse_mixed_roles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('roles ' || NEW.person_id, 0));
    IF NEW.valid_to <= NEW.valid_from THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT FROM role_grants g WHERE g.person_id = NEW.person_id AND g.role <> NEW.role
            AND (administers(g.role) OR administers(NEW.role))
            AND tstzrange(g.valid_from, g.valid_to) && tstzrange(NEW.valid_from, NEW.valid_to))
        OR administers(NEW.role) AND EXISTS (SELECT FROM member_terms m JOIN evaluations e ON e.id = m.evaluation_id
            WHERE m.person_id = NEW.person_id AND m.until IS NULL AND e.state IN ('running', 'suspended')) THEN
        RAISE EXCEPTION '% cannot hold % beside another role', NEW.person_id, NEW.role
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'role_grants_three_administrators';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION refuse_appointed_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('roles ' || NEW.person_id, 0));
    IF EXISTS (SELECT FROM role_grants g WHERE g.person_id = NEW.person_id AND administers(g.role)
            AND (g.valid_to IS NULL OR g.valid_to > clock_timestamp())) THEN
        RAISE EXCEPTION '% is an administrator and cannot be appointed', NEW.person_id
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'member_terms_no_administrator';
    END IF;
    RETURN NULL;
END
$$;

-- True where one can propose and another approve. What the transaction itself
-- has just written does not count, so that a first import can be written whole.
CREATE FUNCTION administrators_paired() RETURNS boolean LANGUAGE sql VOLATILE AS $$
    SELECT count(DISTINCT g.role) = 2 FROM role_grants g JOIN accounts a ON a.person_id = g.person_id AND a.disabled_at IS NULL
    WHERE g.role IN ('sys_admin', 'security_admin') AND g.valid_from <= clock_timestamp()
        AND (g.valid_to IS NULL OR g.valid_to > clock_timestamp()) AND g.xmin <> pg_current_xact_id()::xid
$$;

-- A grant begins and ends by an approved proposal, and nothing else of it
-- changes; without the two administrators it needs none.
CREATE FUNCTION refuse_unapproved_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'valid_to' <> to_jsonb(OLD) - 'valid_to' OR NEW.valid_to IS NULL OR NEW.valid_to > OLD.valid_to) THEN
        RAISE EXCEPTION 'a role can only be ended, not changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF EXISTS (SELECT FROM grant_proposals p WHERE p.state = 'approved' AND p.wanted ->> 'id' = NEW.id::text AND p.person_id = NEW.person_id
            AND p.kind = CASE TG_OP WHEN 'INSERT' THEN 'grant' ELSE 'end' END AND (TG_OP = 'UPDATE' OR p.id = NEW.proposal_id)) THEN
        RETURN NULL;
    END IF;
    IF NEW.proposal_id IS NOT NULL AND TG_OP = 'INSERT' OR administrators_paired() THEN
        RAISE EXCEPTION 'nobody has approved % of %', NEW.role, NEW.person_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'role_grants_two_persons';
    END IF;
    RETURN NULL;
END
$$;

-- A proposal is decided once, by somebody who may, and by nobody else.
CREATE FUNCTION refuse_changed_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'proposed'
        OR (NEW.id, NEW.kind, NEW.reason, NEW.proposed_by, NEW.proposed_at, NEW.expires_at) <> (OLD.id, OLD.kind, OLD.reason, OLD.proposed_by, OLD.proposed_at, OLD.expires_at)
        OR NEW.wanted - ARRAY['id', 'from', 'to', 'by', 'proposal'] <> OLD.wanted - ARRAY['id', 'from', 'to', 'by', 'proposal'] THEN
        RAISE EXCEPTION 'a proposal is decided once and nothing else of it changes' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.state IN ('approved', 'rejected') AND NOT EXISTS (SELECT FROM role_grants g WHERE g.person_id = NEW.decided_by
            AND g.role = 'security_admin' AND g.valid_from <= NEW.decided_at AND (g.valid_to IS NULL OR g.valid_to > NEW.decided_at)) THEN
        RAISE EXCEPTION '% is no security administrator', NEW.decided_by
            USING ERRCODE = 'check_violation', CONSTRAINT = 'grant_proposals_security_decides';
    END IF;
    RETURN NEW;
END
$$;

-- ALWAYS: session_replication_role must not switch them off.
CREATE TRIGGER role_grants_three_administrators AFTER INSERT ON role_grants
    FOR EACH ROW EXECUTE FUNCTION refuse_mixed_roles();
CREATE CONSTRAINT TRIGGER role_grants_two_persons AFTER INSERT OR UPDATE ON role_grants
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unapproved_role();
CREATE TRIGGER role_grants_kept BEFORE DELETE ON role_grants FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER role_grants_not_emptied BEFORE TRUNCATE ON role_grants FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER member_terms_no_administrator AFTER INSERT ON member_terms
    FOR EACH ROW EXECUTE FUNCTION refuse_appointed_administrator();
CREATE TRIGGER grant_proposals_decided_once BEFORE UPDATE OR DELETE ON grant_proposals
    FOR EACH ROW EXECUTE FUNCTION refuse_changed_proposal();
CREATE TRIGGER grant_proposals_not_emptied BEFORE TRUNCATE ON grant_proposals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DO $$
DECLARE t record;
BEGIN
    FOR t IN SELECT tgname, tgrelid::regclass AS rel FROM pg_trigger WHERE tgname IN (
        'role_grants_three_administrators', 'role_grants_two_persons', 'role_grants_kept', 'role_grants_not_emptied',
        'member_terms_no_administrator', 'grant_proposals_decided_once', 'grant_proposals_not_emptied') LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', t.rel, t.tgname);
    END LOOP;
END
$$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP TRIGGER role_grants_three_administrators ON role_grants;
DROP TRIGGER role_grants_two_persons ON role_grants;
DROP TRIGGER role_grants_kept ON role_grants;
DROP TRIGGER role_grants_not_emptied ON role_grants;
DROP TRIGGER member_terms_no_administrator ON member_terms;
ALTER TABLE role_grants DROP COLUMN proposal_id;
DROP TABLE grant_proposals;
DROP FUNCTION refuse_changed_proposal();
DROP FUNCTION refuse_unapproved_role();
DROP FUNCTION administrators_paired();
DROP FUNCTION refuse_appointed_administrator();
DROP FUNCTION refuse_mixed_roles();
DROP FUNCTION administers(text);
GRANT UPDATE ON role_grants TO jiheng_app;
-- +goose StatementEnd
