-- +goose Up
-- A notice of rectification to a unit that works in another installation: signed,
-- and asked for by that installation or carried there as a file.
CREATE TABLE rectification_notices (
    id          text        PRIMARY KEY CHECK (id <> ''),
    filing_id   text        NOT NULL REFERENCES received_filings (id),
    title       text        NOT NULL CHECK (title <> ''),
    problems    jsonb       NOT NULL,
    reply_days  integer     NOT NULL CHECK (reply_days >= 1),
    ordered_by  text        NOT NULL CHECK (ordered_by <> ''),
    ordered_at  timestamptz NOT NULL,
    envelope    text        NOT NULL CHECK (envelope <> ''),
    -- The day on which it reached the unit, as the unit signed.
    received_on date,
    row_version bigint      NOT NULL CHECK (row_version >= 1)
);
CREATE INDEX rectification_notices_filing ON rectification_notices (filing_id, ordered_at);
COMMENT ON TABLE rectification_notices IS '送往另一系统的整改通知';
COMMENT ON COLUMN rectification_notices.id IS '通知标识';
COMMENT ON COLUMN rectification_notices.filing_id IS '收件';
COMMENT ON COLUMN rectification_notices.title IS '标题';
COMMENT ON COLUMN rectification_notices.problems IS '问题';
COMMENT ON COLUMN rectification_notices.reply_days IS '书面回复期限(日)';
COMMENT ON COLUMN rectification_notices.ordered_by IS '发出人';
COMMENT ON COLUMN rectification_notices.ordered_at IS '发出时间';
COMMENT ON COLUMN rectification_notices.envelope IS '签名的整改通知';
COMMENT ON COLUMN rectification_notices.received_on IS '单位收到之日';
COMMENT ON COLUMN rectification_notices.row_version IS '版本';
GRANT SELECT, INSERT, UPDATE ON rectification_notices TO jiheng_app;

-- A filing may be the reply to one.
ALTER TABLE received_filings ADD COLUMN rectifies text NOT NULL DEFAULT '';
COMMENT ON COLUMN received_filings.rectifies IS '所回复的整改通知';
CREATE INDEX received_filings_rectifies ON received_filings (rectifies, version) WHERE rectifies <> '';

-- However often a notice arrives, it begins one evaluation.
CREATE UNIQUE INDEX evaluations_notice ON evaluations ((origin->>'notice')) WHERE origin->>'notice' <> '';

-- +goose Down
DROP INDEX evaluations_notice;
DROP INDEX received_filings_rectifies;
ALTER TABLE received_filings DROP COLUMN rectifies;
DROP TABLE rectification_notices;
