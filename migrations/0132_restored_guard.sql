-- Comparisons of several columns at once are taken apart in another way when a
-- dump is restored, so that a restored database seemed to have other guards than
-- the one that was dumped. Written out, they stay as they are.

-- +goose Up
ALTER TABLE substitutions
    DROP CONSTRAINT substitutions_check4,
    ADD CONSTRAINT substitutions_check4 CHECK (
        (confirmed_by <> principal_id AND confirmed_by <> substitute_id AND confirmed_by <> asked_by) OR confirmed_by = '');
DROP TRIGGER persons_keep_former ON persons;
CREATE TRIGGER persons_keep_former AFTER UPDATE ON persons FOR EACH ROW
    WHEN (OLD.unit_id IS DISTINCT FROM NEW.unit_id OR OLD.department_id IS DISTINCT FROM NEW.department_id
        OR OLD.name IS DISTINCT FROM NEW.name OR OLD.post IS DISTINCT FROM NEW.post)
    EXECUTE FUNCTION keep_former_person();

-- +goose Down
DROP TRIGGER persons_keep_former ON persons;
CREATE TRIGGER persons_keep_former AFTER UPDATE ON persons FOR EACH ROW
    WHEN ((OLD.unit_id, OLD.department_id, OLD.name, OLD.post) IS DISTINCT FROM (NEW.unit_id, NEW.department_id, NEW.name, NEW.post))
    EXECUTE FUNCTION keep_former_person();
ALTER TABLE substitutions
    DROP CONSTRAINT substitutions_check4,
    ADD CONSTRAINT substitutions_check4 CHECK (confirmed_by NOT IN (principal_id, substitute_id, asked_by) OR confirmed_by = '');
