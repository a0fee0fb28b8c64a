-- +goose Up
-- One of several papers of a kind can be taken back before its step is done.
ALTER TABLE materials
    ADD COLUMN taken_back_by text        NOT NULL DEFAULT '',
    ADD COLUMN taken_back_at timestamptz,
    ADD CONSTRAINT materials_taken_back CHECK ((taken_back_by = '') = (taken_back_at IS NULL));
COMMENT ON COLUMN materials.taken_back_by IS '撤下人';
COMMENT ON COLUMN materials.taken_back_at IS '撤下时间';

GRANT UPDATE (taken_back_by, taken_back_at) ON materials TO jiheng_app;

-- +goose Down
ALTER TABLE materials
    DROP CONSTRAINT materials_taken_back,
    DROP COLUMN taken_back_by, DROP COLUMN taken_back_at;
