-- +goose Up
-- A correction is a new dossier beside the old one, which stays as it was and
-- names it. What was published is added to as well, never replaced.
ALTER TABLE dossiers
    ADD COLUMN supersedes text  NOT NULL DEFAULT '',
    ADD COLUMN details    jsonb NOT NULL DEFAULT '{}',
    ADD CONSTRAINT dossiers_first_supersedes_none CHECK ((supersedes = '') = (version = 1));
COMMENT ON COLUMN dossiers.supersedes IS '所更正的清单摘要';
COMMENT ON COLUMN dossiers.details IS '更正说明、文件公开属性和疑似个人信息';

ALTER TABLE publications
    ADD COLUMN number  integer NOT NULL DEFAULT 1 CHECK (number > 0),
    ADD COLUMN package text    NOT NULL DEFAULT '',
    DROP CONSTRAINT publications_pkey,
    ADD PRIMARY KEY (evaluation_id, number);
COMMENT ON COLUMN publications.number IS '第几次公开';
COMMENT ON COLUMN publications.package IS '公开包 SHA-256 摘要，空为与定稿包相同';

-- What people signed and decided about a dossier is added to, never changed.
CREATE TABLE attestations (
    evaluation_id text    NOT NULL REFERENCES evaluations (id),
    number        integer NOT NULL CHECK (number > 0),
    content       jsonb   NOT NULL,
    PRIMARY KEY (evaluation_id, number)
);
COMMENT ON TABLE attestations IS '声明记录';
COMMENT ON COLUMN attestations.evaluation_id IS '评价编号';
COMMENT ON COLUMN attestations.number IS '第几次声明';
COMMENT ON COLUMN attestations.content IS '声明原文、签署人和摘要';

CREATE TABLE clearances (
    evaluation_id text    NOT NULL REFERENCES evaluations (id),
    number        integer NOT NULL CHECK (number > 0),
    content       jsonb   NOT NULL,
    PRIMARY KEY (evaluation_id, number)
);
COMMENT ON TABLE clearances IS '公开审查结论';
COMMENT ON COLUMN clearances.evaluation_id IS '评价编号';
COMMENT ON COLUMN clearances.number IS '第几次审查';
COMMENT ON COLUMN clearances.content IS '逐件决定、理由和依据';

CREATE TABLE corrections (
    evaluation_id text    NOT NULL REFERENCES evaluations (id),
    number        integer NOT NULL CHECK (number > 0),
    content       jsonb   NOT NULL,
    PRIMARY KEY (evaluation_id, number)
);
COMMENT ON TABLE corrections IS '更正';
COMMENT ON COLUMN corrections.evaluation_id IS '评价编号';
COMMENT ON COLUMN corrections.number IS '第几次更正';
COMMENT ON COLUMN corrections.content IS '更正事由、说明和审批';

REVOKE UPDATE ON publications FROM jiheng_app;
REVOKE UPDATE (digest, published_at) ON publications FROM jiheng_app;
GRANT SELECT, INSERT ON attestations, clearances TO jiheng_app;
GRANT SELECT, INSERT, UPDATE ON corrections TO jiheng_app;

-- +goose Down
DROP TABLE corrections;
DROP TABLE clearances;
DROP TABLE attestations;
ALTER TABLE publications
    DROP CONSTRAINT publications_pkey,
    ADD PRIMARY KEY (evaluation_id),
    DROP COLUMN package,
    DROP COLUMN number;
ALTER TABLE dossiers
    DROP COLUMN details,
    DROP COLUMN supersedes;
GRANT UPDATE (digest, published_at) ON publications TO jiheng_app;
