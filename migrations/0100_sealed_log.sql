-- +goose Up
-- The newest entry of a type is asked for at every start and checkpoint.
CREATE INDEX installation_journal_type ON installation_journal (type, seq);

-- +goose Down
DROP INDEX installation_journal_type;
