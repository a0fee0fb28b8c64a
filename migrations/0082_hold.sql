-- +goose Up
-- What keeps an evaluation as it is, and what clears its papers away in the
-- end. Digests, manifests and journals are never cleared away.
CREATE TABLE holds (
    evaluation_id text    NOT NULL REFERENCES evaluations (id),
    number        integer NOT NULL CHECK (number > 0),
    lasts         boolean NOT NULL,
    content       jsonb   NOT NULL,
    PRIMARY KEY (evaluation_id, number)
);
CREATE INDEX holds_lasting ON holds (evaluation_id) WHERE lasts;
COMMENT ON TABLE holds IS '保全';
COMMENT ON COLUMN holds.evaluation_id IS '评价编号';
COMMENT ON COLUMN holds.number IS '第几次保全';
COMMENT ON COLUMN holds.lasts IS '尚未解除';
COMMENT ON COLUMN holds.content IS '保全事由、依据和解除情况';

CREATE TABLE disposals (
    evaluation_id text    NOT NULL REFERENCES evaluations (id),
    number        integer NOT NULL CHECK (number > 0),
    agreed        boolean NOT NULL,
    content       jsonb   NOT NULL,
    PRIMARY KEY (evaluation_id, number)
);
CREATE UNIQUE INDEX disposals_agreed ON disposals (evaluation_id) WHERE agreed;
COMMENT ON TABLE disposals IS '到期销毁';
COMMENT ON COLUMN disposals.evaluation_id IS '评价编号';
COMMENT ON COLUMN disposals.number IS '第几次申请';
COMMENT ON COLUMN disposals.agreed IS '已同意销毁';
COMMENT ON COLUMN disposals.content IS '销毁事由、保管年限和审批';

-- Nothing is cleared away of what is held, whatever else goes wrong.
-- +goose StatementBegin
CREATE FUNCTION refuse_while_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.agreed AND EXISTS (SELECT FROM holds h WHERE h.evaluation_id = NEW.evaluation_id AND h.lasts) THEN
        RAISE EXCEPTION 'evaluation % is held', NEW.evaluation_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER disposals_not_while_held BEFORE INSERT OR UPDATE ON disposals
    FOR EACH ROW EXECUTE FUNCTION refuse_while_held();
ALTER TABLE disposals ENABLE ALWAYS TRIGGER disposals_not_while_held;

-- Notices may be cleared away once they were sent and the six months are over
-- for which logs are kept by law, or with the papers of their evaluation; never
-- those of what is held.
-- +goose StatementBegin
CREATE FUNCTION refuse_early_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state NOT IN ('sent', 'refused')
        OR EXISTS (SELECT FROM holds h WHERE h.evaluation_id = OLD.evaluation_id AND h.lasts)
        OR OLD.created_at > now() - interval '180 days'
            AND NOT EXISTS (SELECT FROM disposals d WHERE d.evaluation_id = OLD.evaluation_id AND d.agreed) THEN
        RAISE EXCEPTION 'notice % must still be kept', OLD.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER notices_kept BEFORE DELETE ON notices
    FOR EACH ROW EXECUTE FUNCTION refuse_early_removal();
ALTER TABLE notices ENABLE ALWAYS TRIGGER notices_kept;

GRANT SELECT, INSERT, UPDATE ON holds, disposals TO jiheng_app;
GRANT DELETE ON notices TO jiheng_app;

-- +goose Down
REVOKE DELETE ON notices FROM jiheng_app;
DROP TRIGGER notices_kept ON notices;
DROP FUNCTION refuse_early_removal();
DROP TABLE disposals;
DROP FUNCTION refuse_while_held();
DROP TABLE holds;
