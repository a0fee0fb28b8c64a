-- +goose Up
-- What an evaluation follows from: the evaluation whose filing was reviewed.
ALTER TABLE evaluations ADD COLUMN origin jsonb NOT NULL DEFAULT 'null';
COMMENT ON COLUMN evaluations.origin IS '由来';
CREATE INDEX evaluations_follow ON evaluations ((origin->>'evaluation'), id) WHERE origin <> 'null';
CREATE INDEX evaluations_follow_receiver ON evaluations (receiver_id, id) WHERE origin <> 'null';

-- The list of what was received goes by the time of arrival.
CREATE INDEX received_filings_arrived ON received_filings (receiver_id, arrived_at DESC, id DESC);
CREATE INDEX received_filings_sent ON received_filings (unit_id, arrived_at DESC, id DESC);
DROP INDEX received_filings_inbox;

-- +goose Down
CREATE INDEX received_filings_inbox ON received_filings (receiver_id, year, id DESC);
DROP INDEX received_filings_sent;
DROP INDEX received_filings_arrived;
DROP INDEX evaluations_follow_receiver;
DROP INDEX evaluations_follow;
ALTER TABLE evaluations DROP COLUMN origin;
