-- +goose Up
-- What the filings of a year come to, one row a roll-up: it is followed, not
-- changed. Whether it still stands is computed from the filings.
CREATE TABLE review_roll_ups (
    id          text        PRIMARY KEY CHECK (id <> ''),
    receiver_id text        NOT NULL,
    year        integer     NOT NULL,
    round       integer     NOT NULL CHECK (round >= 1),
    digest      text        NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    -- Text and not jsonb: the digest is of these very bytes.
    content     text        NOT NULL CHECK (content <> ''),
    by_id       text        NOT NULL CHECK (by_id <> ''),
    at          timestamptz NOT NULL,
    FOREIGN KEY (receiver_id, year) REFERENCES review_books (receiver_id, year),
    UNIQUE (receiver_id, year, round)
);
CREATE TRIGGER review_roll_ups_append_only BEFORE UPDATE OR DELETE ON review_roll_ups
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE review_roll_ups ENABLE ALWAYS TRIGGER review_roll_ups_append_only;
COMMENT ON TABLE review_roll_ups IS '各单位报送情况汇总';
COMMENT ON COLUMN review_roll_ups.id IS '汇总标识';
COMMENT ON COLUMN review_roll_ups.receiver_id IS '接收单位';
COMMENT ON COLUMN review_roll_ups.year IS '预算年度';
COMMENT ON COLUMN review_roll_ups.round IS '第几次汇总';
COMMENT ON COLUMN review_roll_ups.digest IS '汇总内容摘要';
COMMENT ON COLUMN review_roll_ups.content IS '汇总内容';
COMMENT ON COLUMN review_roll_ups.by_id IS '汇总人';
COMMENT ON COLUMN review_roll_ups.at IS '汇总时间';
GRANT SELECT, INSERT ON review_roll_ups TO jiheng_app;
GRANT SELECT ON review_roll_ups TO jiheng_audit;

-- +goose Down
DROP TABLE review_roll_ups;
