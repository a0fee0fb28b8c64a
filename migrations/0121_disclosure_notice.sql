-- +goose Up
-- Who has to make something public is told before its time is over, and once it
-- is. No entry of a journal leads to that: the calendar does.
ALTER TABLE notices DROP CONSTRAINT notices_digest_of_none;
ALTER TABLE notices ADD CONSTRAINT notices_digest_of_none
    CHECK ((evaluation_id IS NULL) = (kind = 'daily_digest')
        AND (seq IS NULL) = (kind IN ('daily_digest', 'disclosure_due', 'disclosure_late')));

-- +goose Down
DELETE FROM notices WHERE kind IN ('disclosure_due', 'disclosure_late');
ALTER TABLE notices DROP CONSTRAINT notices_digest_of_none;
ALTER TABLE notices ADD CONSTRAINT notices_digest_of_none
    CHECK ((evaluation_id IS NULL) = (kind = 'daily_digest') AND (evaluation_id IS NULL) = (seq IS NULL));
