-- +goose Up
-- What is taken for the distance between self score and review, one row a
-- settlement: it is followed, not changed.
CREATE TABLE filing_gaps (
    filing_id      text        NOT NULL REFERENCES received_filings (id),
    round          integer     NOT NULL CHECK (round >= 1),
    opinion_round  integer     NOT NULL CHECK (opinion_round >= 1),
    scheme         text        NOT NULL CHECK (scheme <> ''),
    scheme_version integer     NOT NULL CHECK (scheme_version >= 1),
    scheme_digest  text        NOT NULL,
    choices        jsonb       NOT NULL,
    drawn          boolean     NOT NULL,
    self           text        NOT NULL,
    review         text        NOT NULL,
    gap            text        NOT NULL,
    deduction      text        NOT NULL,
    after          text        NOT NULL DEFAULT '',
    -- Text and not jsonb: byte for byte what the journal says.
    reading        text        NOT NULL,
    by_id          text        NOT NULL CHECK (by_id <> ''),
    at             timestamptz NOT NULL,
    PRIMARY KEY (filing_id, round)
);
CREATE TRIGGER filing_gaps_append_only BEFORE UPDATE OR DELETE ON filing_gaps
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE filing_gaps ENABLE ALWAYS TRIGGER filing_gaps_append_only;
COMMENT ON TABLE filing_gaps IS '复核分差认定';
COMMENT ON COLUMN filing_gaps.filing_id IS '收件';
COMMENT ON COLUMN filing_gaps.round IS '第几次认定';
COMMENT ON COLUMN filing_gaps.opinion_round IS '所依据的财政复核是第几次';
COMMENT ON COLUMN filing_gaps.scheme IS '评分方案';
COMMENT ON COLUMN filing_gaps.scheme_version IS '评分方案版本';
COMMENT ON COLUMN filing_gaps.scheme_digest IS '评分方案摘要';
COMMENT ON COLUMN filing_gaps.choices IS '未定事项的取法';
COMMENT ON COLUMN filing_gaps.drawn IS '认定时已抽中';
COMMENT ON COLUMN filing_gaps.self IS '自评总分';
COMMENT ON COLUMN filing_gaps.review IS '财政复核总分';
COMMENT ON COLUMN filing_gaps.gap IS '分差';
COMMENT ON COLUMN filing_gaps.deduction IS '扣分';
COMMENT ON COLUMN filing_gaps.after IS '扣分以后的复核分';
COMMENT ON COLUMN filing_gaps.reading IS '逐步算式';
COMMENT ON COLUMN filing_gaps.by_id IS '认定人';
COMMENT ON COLUMN filing_gaps.at IS '认定时间';
GRANT SELECT, INSERT ON filing_gaps TO jiheng_app;
GRANT SELECT ON filing_gaps TO jiheng_audit;

-- +goose Down
DROP TABLE filing_gaps;
