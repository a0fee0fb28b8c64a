-- +goose Up
-- A stage that was settled can be opened again; how it then stands is one value.
ALTER TABLE stages ADD COLUMN reopened jsonb NOT NULL DEFAULT 'null';
COMMENT ON COLUMN stages.reopened IS '重开情况';

-- What is sealed again after that is a further version beside the first, which
-- stays as it was. What is filed and published names one of them by its digest.
ALTER TABLE dossiers
    ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    DROP CONSTRAINT dossiers_pkey,
    ADD PRIMARY KEY (evaluation_id, version);
COMMENT ON COLUMN dossiers.version IS '定稿版本';
GRANT UPDATE (digest, published_at) ON publications TO jiheng_app;

-- +goose Down
REVOKE UPDATE (digest, published_at) ON publications FROM jiheng_app;
ALTER TABLE dossiers
    DROP CONSTRAINT dossiers_pkey,
    DROP COLUMN version,
    ADD PRIMARY KEY (evaluation_id);
ALTER TABLE stages DROP COLUMN reopened;
