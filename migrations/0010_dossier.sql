-- +goose Up
CREATE TABLE dossiers (
    evaluation_id  text        PRIMARY KEY REFERENCES evaluations (id),
    digest         text        NOT NULL CHECK (digest <> ''),
    sm3            text        NOT NULL,
    sealed_at      timestamptz NOT NULL,
    package        text        NOT NULL,
    -- json and not jsonb: the digest is of these very bytes.
    manifest       text        NOT NULL,
    declared_total text        NOT NULL,
    declared_grade text        NOT NULL,
    UNIQUE (evaluation_id, digest)
);
CREATE INDEX dossiers_digest ON dossiers (digest);
COMMENT ON TABLE dossiers IS '定稿卷宗';
COMMENT ON COLUMN dossiers.evaluation_id IS '评价编号';
COMMENT ON COLUMN dossiers.digest IS '清单 SHA-256 摘要';
COMMENT ON COLUMN dossiers.sm3 IS '清单 SM3 摘要';
COMMENT ON COLUMN dossiers.sealed_at IS '定稿时间';
COMMENT ON COLUMN dossiers.package IS '卷宗包 SHA-256 摘要';
COMMENT ON COLUMN dossiers.manifest IS '清单';
COMMENT ON COLUMN dossiers.declared_total IS '自评总分';
COMMENT ON COLUMN dossiers.declared_grade IS '自评等级';

-- What is filed and what is published is what was sealed: the keys say so.
CREATE TABLE filings (
    evaluation_id text        PRIMARY KEY,
    digest        text        NOT NULL,
    receiver_id   text        NOT NULL REFERENCES units (id),
    filed_at      timestamptz NOT NULL,
    receipt_no    text        NOT NULL,
    received_at   timestamptz,
    received_by   text        NOT NULL,
    FOREIGN KEY (evaluation_id, digest) REFERENCES dossiers (evaluation_id, digest),
    CHECK ((received_at IS NULL) = (received_by = ''))
);
CREATE INDEX filings_receiver ON filings (receiver_id, evaluation_id);
COMMENT ON TABLE filings IS '报送';
COMMENT ON COLUMN filings.evaluation_id IS '评价编号';
COMMENT ON COLUMN filings.digest IS '报送卷宗摘要';
COMMENT ON COLUMN filings.receiver_id IS '接收单位';
COMMENT ON COLUMN filings.filed_at IS '报送时间';
COMMENT ON COLUMN filings.receipt_no IS '回执编号';
COMMENT ON COLUMN filings.received_at IS '签收时间';
COMMENT ON COLUMN filings.received_by IS '签收人';

CREATE TABLE publications (
    evaluation_id text        PRIMARY KEY,
    digest        text        NOT NULL,
    published_at  timestamptz NOT NULL,
    FOREIGN KEY (evaluation_id, digest) REFERENCES dossiers (evaluation_id, digest)
);
CREATE INDEX publications_latest ON publications (published_at DESC, evaluation_id DESC);
COMMENT ON TABLE publications IS '公开';
COMMENT ON COLUMN publications.evaluation_id IS '评价编号';
COMMENT ON COLUMN publications.digest IS '公开卷宗摘要';
COMMENT ON COLUMN publications.published_at IS '公开时间';

GRANT SELECT, INSERT ON dossiers, publications TO jiheng_app;
GRANT SELECT, INSERT, UPDATE ON filings TO jiheng_app;

-- +goose Down
DROP TABLE publications;
DROP TABLE filings;
DROP TABLE dossiers;
