-- +goose Up
-- What follows once the reply to a notice has passed: the bureau looks back.
ALTER TABLE rectification_notices
    ADD COLUMN look_back_days integer     NOT NULL DEFAULT 0 CHECK (look_back_days >= 0),
    ADD COLUMN look_back      text        NOT NULL DEFAULT '',
    ADD COLUMN look_back_on   date,
    ADD COLUMN outcomes       jsonb       NOT NULL DEFAULT 'null',
    ADD COLUMN looked_back_at timestamptz,
    ADD CONSTRAINT notices_look_back_has_a_day CHECK ((look_back = '') = (look_back_on IS NULL)),
    ADD CONSTRAINT notices_outcomes_have_a_time CHECK ((outcomes = 'null') = (looked_back_at IS NULL)),
    ADD CONSTRAINT notices_outcomes_are_of_a_look_back CHECK (outcomes = 'null' OR look_back <> '');
COMMENT ON COLUMN rectification_notices.look_back_days IS '回复审核通过多少日以后回头看，0 为通常的日数';
COMMENT ON COLUMN rectification_notices.look_back IS '回头看的评价编号';
COMMENT ON COLUMN rectification_notices.look_back_on IS '回头看日期';
COMMENT ON COLUMN rectification_notices.outcomes IS '逐个问题的回头看结果';
COMMENT ON COLUMN rectification_notices.looked_back_at IS '回头看办结时间';

-- +goose Down
ALTER TABLE rectification_notices
    DROP CONSTRAINT notices_look_back_has_a_day, DROP CONSTRAINT notices_outcomes_have_a_time, DROP CONSTRAINT notices_outcomes_are_of_a_look_back,
    DROP COLUMN look_back_days, DROP COLUMN look_back, DROP COLUMN look_back_on, DROP COLUMN outcomes, DROP COLUMN looked_back_at;
