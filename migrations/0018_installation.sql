-- +goose Up
-- A definition that evaluations have started with is evidence as the journal is.
CREATE TRIGGER process_definitions_append_only BEFORE UPDATE OR DELETE ON process_definitions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER process_definitions_not_emptied BEFORE TRUNCATE ON process_definitions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE process_definitions ENABLE ALWAYS TRIGGER process_definitions_append_only;
ALTER TABLE process_definitions ENABLE ALWAYS TRIGGER process_definitions_not_emptied;

-- +goose Down
DROP TRIGGER process_definitions_append_only ON process_definitions;
DROP TRIGGER process_definitions_not_emptied ON process_definitions;
