-- +goose Up
-- Notices by further channels, at a time of people's choice, and digests.
ALTER TABLE notices ADD COLUMN unit_id text NOT NULL DEFAULT '';
ALTER TABLE notices ADD COLUMN not_before timestamptz;
UPDATE notices SET not_before = created_at;
ALTER TABLE notices ALTER COLUMN not_before SET NOT NULL;
ALTER TABLE notices ALTER COLUMN evaluation_id DROP NOT NULL;
ALTER TABLE notices ALTER COLUMN seq DROP NOT NULL;
ALTER TABLE notices ADD CONSTRAINT notices_digest_of_none
    CHECK ((evaluation_id IS NULL) = (kind = 'daily_digest') AND (evaluation_id IS NULL) = (seq IS NULL));
-- A message to a group has no person; the id keeps an entry from telling twice.
ALTER TABLE notices DROP CONSTRAINT notices_evaluation_id_seq_person_id_channel_key;
ALTER TABLE notices ADD CONSTRAINT notices_told_once UNIQUE (evaluation_id, seq, person_id, unit_id, channel);
DROP INDEX notices_unsent;
CREATE INDEX notices_waiting ON notices (not_before, created_at, id) WHERE state IN ('pending', 'sending');
CREATE INDEX notices_waiting_of ON notices (evaluation_id, not_before) WHERE state IN ('pending', 'sending');
CREATE INDEX evaluations_unnotified ON evaluations (id) WHERE notified_seq < seq;
COMMENT ON COLUMN notices.unit_id IS '渠道所属单位';
COMMENT ON COLUMN notices.not_before IS '最早发送时间';

CREATE TABLE notice_preferences (
    person_id   text        PRIMARY KEY REFERENCES persons (id),
    version     bigint      NOT NULL CHECK (version >= 1),
    content     jsonb       NOT NULL,
    -- The last command, so that repeating it gives the same answer.
    key         text        NOT NULL,
    fingerprint text        NOT NULL,
    saved_at    timestamptz NOT NULL
);
-- Whoever wants a digest, by the hour.
CREATE INDEX notice_preferences_digest ON notice_preferences (person_id) WHERE content ->> 'mail' = 'digest';
COMMENT ON TABLE notice_preferences IS '通知偏好';
COMMENT ON COLUMN notice_preferences.person_id IS '人员编号';
COMMENT ON COLUMN notice_preferences.version IS '版本';
COMMENT ON COLUMN notice_preferences.content IS '偏好内容';
COMMENT ON COLUMN notice_preferences.key IS '最近一次保存的幂等键';
COMMENT ON COLUMN notice_preferences.fingerprint IS '最近一次保存的请求指纹';
COMMENT ON COLUMN notice_preferences.saved_at IS '保存时间';

-- The primary key lets a person have one digest a day.
CREATE TABLE notice_digests (
    person_id text        NOT NULL REFERENCES persons (id),
    day       date        NOT NULL,
    made_at   timestamptz NOT NULL,
    -- False on a day without anything to tell.
    told      boolean     NOT NULL,
    PRIMARY KEY (person_id, day)
);
COMMENT ON TABLE notice_digests IS '每日汇总';
COMMENT ON COLUMN notice_digests.person_id IS '人员编号';
COMMENT ON COLUMN notice_digests.day IS '日期';
COMMENT ON COLUMN notice_digests.made_at IS '汇总时间';
COMMENT ON COLUMN notice_digests.told IS '是否有内容';

-- A calendar to subscribe to. Of its address only a hash is kept; the salt
-- makes the same address of a repeated command, which alone knows the rest.
CREATE TABLE calendar_feeds (
    person_id  text        PRIMARY KEY REFERENCES persons (id),
    digest     bytea       NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
    salt       bytea       NOT NULL CHECK (octet_length(salt) = 32),
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE calendar_feeds IS '日历订阅';
COMMENT ON COLUMN calendar_feeds.person_id IS '人员编号';
COMMENT ON COLUMN calendar_feeds.digest IS '订阅地址摘要';
COMMENT ON COLUMN calendar_feeds.salt IS '随机盐';
COMMENT ON COLUMN calendar_feeds.created_at IS '生成时间';

GRANT SELECT, INSERT, UPDATE ON notice_preferences TO jiheng_app;
GRANT SELECT, INSERT ON notice_digests TO jiheng_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_feeds TO jiheng_app;

-- +goose Down
DROP TABLE calendar_feeds;
DROP TABLE notice_digests;
DROP TABLE notice_preferences;
DROP INDEX evaluations_unnotified;
DROP INDEX notices_waiting_of;
DROP INDEX notices_waiting;
CREATE INDEX notices_unsent ON notices (lease_until, created_at) WHERE state IN ('pending', 'sending');
-- What the older schema cannot hold.
DELETE FROM notices WHERE evaluation_id IS NULL OR person_id = '';
ALTER TABLE notices DROP CONSTRAINT notices_told_once;
ALTER TABLE notices ADD CONSTRAINT notices_evaluation_id_seq_person_id_channel_key UNIQUE (evaluation_id, seq, person_id, channel);
ALTER TABLE notices DROP CONSTRAINT notices_digest_of_none;
ALTER TABLE notices ALTER COLUMN seq SET NOT NULL;
ALTER TABLE notices ALTER COLUMN evaluation_id SET NOT NULL;
ALTER TABLE notices DROP COLUMN not_before;
ALTER TABLE notices DROP COLUMN unit_id;
