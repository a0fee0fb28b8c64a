-- +goose Up
-- Files that came before a scanner was configured are scanned behind the others;
-- their papers are in use, so they stay open until something is found.
ALTER TABLE file_scans ADD COLUMN held boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN file_scans.held IS '查毒以前不能使用';

-- +goose Down
ALTER TABLE file_scans DROP COLUMN held;
