-- +goose Up
ALTER TABLE evaluations ADD COLUMN roll_up jsonb NOT NULL DEFAULT 'null';
COMMENT ON COLUMN evaluations.roll_up IS '汇总';

-- +goose Down
ALTER TABLE evaluations DROP COLUMN roll_up;
