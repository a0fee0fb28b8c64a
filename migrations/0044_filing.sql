-- +goose Up
-- A filing that was sent back is followed by another one; the row is the last.
ALTER TABLE filings
    ADD COLUMN version     integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    ADD COLUMN supersedes  text    NOT NULL DEFAULT '',
    ADD COLUMN receipt     text    NOT NULL DEFAULT '',
    ADD COLUMN returned_at timestamptz,
    ADD COLUMN reasons     jsonb   NOT NULL DEFAULT 'null',
    ADD COLUMN notice      text    NOT NULL DEFAULT '',
    ADD CONSTRAINT filings_version_supersedes CHECK ((version = 1) = (supersedes = '')),
    ADD CONSTRAINT filings_return_has_reasons CHECK ((returned_at IS NULL) = (reasons = 'null'));
COMMENT ON COLUMN filings.version IS '第几次报送';
COMMENT ON COLUMN filings.supersedes IS '上一次报送的卷宗摘要';
COMMENT ON COLUMN filings.receipt IS '对方签名的回执';
COMMENT ON COLUMN filings.returned_at IS '退回时间';
COMMENT ON COLUMN filings.reasons IS '退回原因';
COMMENT ON COLUMN filings.notice IS '对方签名的退回通知';

-- Whose signature counts for which unit, as people handed it over.
CREATE TABLE sender_keys (
    key_id     text        NOT NULL CHECK (key_id ~ '^[0-9a-f]{64}$'),
    unit_id    text        NOT NULL REFERENCES units (id),
    algorithm  text        NOT NULL CHECK (algorithm IN ('ed25519', 'sm2')),
    public_key text        NOT NULL CHECK (public_key <> ''),
    added_at   timestamptz NOT NULL,
    added_by   text        NOT NULL CHECK (added_by <> ''),
    -- A key is ended, never deleted: what was signed with it must stay checkable.
    ended_at   timestamptz CHECK (ended_at >= added_at),
    PRIMARY KEY (unit_id, key_id)
);
COMMENT ON TABLE sender_keys IS '报送单位的公钥';
COMMENT ON COLUMN sender_keys.key_id IS '公钥编号';
COMMENT ON COLUMN sender_keys.unit_id IS '报送单位';
COMMENT ON COLUMN sender_keys.algorithm IS '签名算法';
COMMENT ON COLUMN sender_keys.public_key IS '公钥';
COMMENT ON COLUMN sender_keys.added_at IS '登记时间';
COMMENT ON COLUMN sender_keys.added_by IS '登记人';
COMMENT ON COLUMN sender_keys.ended_at IS '停用时间';

-- The work of a receiver in one year has a journal of its own, chained as that
-- of an evaluation is; this row is its head, and its lock gives out numbers.
CREATE TABLE review_books (
    receiver_id text        NOT NULL REFERENCES units (id),
    year        integer     NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    seq         bigint      NOT NULL DEFAULT 0 CHECK (seq >= 0),
    head_hash   bytea       NOT NULL CHECK (octet_length(head_hash) = 32),
    head_at     timestamptz NOT NULL,
    last_number integer     NOT NULL DEFAULT 0 CHECK (last_number >= 0),
    PRIMARY KEY (receiver_id, year)
);
COMMENT ON TABLE review_books IS '收件台账';
COMMENT ON COLUMN review_books.receiver_id IS '接收单位';
COMMENT ON COLUMN review_books.year IS '预算年度';
COMMENT ON COLUMN review_books.seq IS '末条流水号';
COMMENT ON COLUMN review_books.head_hash IS '链头摘要';
COMMENT ON COLUMN review_books.head_at IS '末条流水时间';
COMMENT ON COLUMN review_books.last_number IS '最后一个收件编号';

CREATE TABLE review_journal (
    receiver_id    text        NOT NULL,
    year           integer     NOT NULL,
    seq            bigint      NOT NULL CHECK (seq >= 1),
    at             timestamptz NOT NULL,
    type           text        NOT NULL CHECK (type <> ''),
    actor_id       text        NOT NULL CHECK (actor_id <> ''),
    filing_id      text        NOT NULL,
    rule           text        NOT NULL,
    policy_version text        NOT NULL,
    request_id     text        NOT NULL,
    client_address text        NOT NULL,
    -- The very text that was hashed, so text and not jsonb.
    data           text        NOT NULL,
    prev_hash      bytea       NOT NULL CHECK (octet_length(prev_hash) = 32),
    hash           bytea       NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (receiver_id, year, seq),
    FOREIGN KEY (receiver_id, year) REFERENCES review_books (receiver_id, year)
);
CREATE TRIGGER review_journal_append_only BEFORE UPDATE OR DELETE ON review_journal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER review_journal_not_emptied BEFORE TRUNCATE ON review_journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE review_journal ENABLE ALWAYS TRIGGER review_journal_append_only;
ALTER TABLE review_journal ENABLE ALWAYS TRIGGER review_journal_not_emptied;
COMMENT ON TABLE review_journal IS '收件和复核日志';
COMMENT ON COLUMN review_journal.receiver_id IS '接收单位';
COMMENT ON COLUMN review_journal.year IS '预算年度';
COMMENT ON COLUMN review_journal.seq IS '流水号';
COMMENT ON COLUMN review_journal.at IS '时间';
COMMENT ON COLUMN review_journal.type IS '事件种类';
COMMENT ON COLUMN review_journal.actor_id IS '操作人';
COMMENT ON COLUMN review_journal.filing_id IS '收件';
COMMENT ON COLUMN review_journal.rule IS '依据的规则';
COMMENT ON COLUMN review_journal.policy_version IS '权限策略版本';
COMMENT ON COLUMN review_journal.request_id IS '请求编号';
COMMENT ON COLUMN review_journal.client_address IS '客户端地址';
COMMENT ON COLUMN review_journal.data IS '事件内容';
COMMENT ON COLUMN review_journal.prev_hash IS '前一条摘要';
COMMENT ON COLUMN review_journal.hash IS '摘要';

CREATE TABLE received_filings (
    id             text        PRIMARY KEY CHECK (id <> ''),
    number         text        NOT NULL CHECK (number <> ''),
    receiver_id    text        NOT NULL,
    unit_id        text        NOT NULL REFERENCES units (id),
    -- The sender's own name for it: an evaluation of this installation only
    -- where channel is local.
    evaluation_id  text        NOT NULL CHECK (evaluation_id <> ''),
    year           integer     NOT NULL,
    title          text        NOT NULL,
    version        integer     NOT NULL CHECK (version >= 1),
    supersedes     text        NOT NULL,
    digest         text        NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    package        text        NOT NULL CHECK (package ~ '^[0-9a-f]{64}$'),
    size           bigint      NOT NULL CHECK (size >= 0),
    declared_total text        NOT NULL,
    declared_grade text        NOT NULL,
    sheet          jsonb       NOT NULL,
    channel        text        NOT NULL CHECK (channel IN ('local', 'exchange', 'file')),
    filed_at       timestamptz NOT NULL,
    arrived_at     timestamptz NOT NULL,
    -- The envelopes as they were signed; '' where both sides work here.
    envelope       text        NOT NULL,
    receipt        text        NOT NULL,
    notice         text        NOT NULL DEFAULT '',
    state          text        NOT NULL CHECK (state IN ('arrived', 'received', 'accepted', 'returned', 'superseded')),
    received_at    timestamptz,
    decided_by     text        NOT NULL DEFAULT '',
    decided_at     timestamptz,
    reasons        jsonb       NOT NULL DEFAULT 'null',
    form_check     jsonb       NOT NULL DEFAULT 'null',
    row_version    bigint      NOT NULL DEFAULT 1 CHECK (row_version >= 1),
    FOREIGN KEY (receiver_id, year) REFERENCES review_books (receiver_id, year),
    -- One evaluation files a version once, and a receiver has a dossier once.
    UNIQUE (receiver_id, unit_id, evaluation_id, version),
    UNIQUE (receiver_id, unit_id, evaluation_id, digest),
    UNIQUE (receiver_id, number),
    CHECK ((version = 1) = (supersedes = '')),
    CHECK ((channel = 'local') = (envelope = '')),
    CHECK ((state = 'arrived') <= (received_at IS NULL)),
    CHECK ((state = 'returned') <= (reasons <> 'null')),
    CHECK (state NOT IN ('accepted', 'returned') OR decided_by <> '' AND decided_at IS NOT NULL)
);
CREATE INDEX received_filings_inbox ON received_filings (receiver_id, year, id DESC);
CREATE INDEX received_filings_state ON received_filings (receiver_id, year, state, id DESC);
CREATE INDEX received_filings_unit ON received_filings (receiver_id, unit_id, year, version);
CREATE INDEX received_filings_package ON received_filings (package);
COMMENT ON TABLE received_filings IS '收件';
COMMENT ON COLUMN received_filings.id IS '收件标识';
COMMENT ON COLUMN received_filings.number IS '收件编号';
COMMENT ON COLUMN received_filings.receiver_id IS '接收单位';
COMMENT ON COLUMN received_filings.unit_id IS '报送单位';
COMMENT ON COLUMN received_filings.evaluation_id IS '评价编号';
COMMENT ON COLUMN received_filings.year IS '预算年度';
COMMENT ON COLUMN received_filings.title IS '标题';
COMMENT ON COLUMN received_filings.version IS '第几次报送';
COMMENT ON COLUMN received_filings.supersedes IS '上一次报送的卷宗摘要';
COMMENT ON COLUMN received_filings.digest IS '卷宗摘要';
COMMENT ON COLUMN received_filings.package IS '压缩包摘要';
COMMENT ON COLUMN received_filings.size IS '压缩包大小(字节)';
COMMENT ON COLUMN received_filings.declared_total IS '自评总分';
COMMENT ON COLUMN received_filings.declared_grade IS '自评等级';
COMMENT ON COLUMN received_filings.sheet IS '评分表';
COMMENT ON COLUMN received_filings.channel IS '报送渠道';
COMMENT ON COLUMN received_filings.filed_at IS '报送时间';
COMMENT ON COLUMN received_filings.arrived_at IS '到达时间';
COMMENT ON COLUMN received_filings.envelope IS '签名的报送清单';
COMMENT ON COLUMN received_filings.receipt IS '签名的回执';
COMMENT ON COLUMN received_filings.notice IS '签名的退回通知';
COMMENT ON COLUMN received_filings.state IS '收件状态';
COMMENT ON COLUMN received_filings.received_at IS '签收时间';
COMMENT ON COLUMN received_filings.decided_by IS '审核人';
COMMENT ON COLUMN received_filings.decided_at IS '审核时间';
COMMENT ON COLUMN received_filings.reasons IS '退回原因';
COMMENT ON COLUMN received_filings.form_check IS '形式审核';
COMMENT ON COLUMN received_filings.row_version IS '版本';

-- Which units have to file in a year, and by when.
CREATE TABLE filing_duties (
    receiver_id text    NOT NULL REFERENCES units (id),
    unit_id     text    NOT NULL REFERENCES units (id),
    year        integer NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    due_on      date    NOT NULL,
    PRIMARY KEY (receiver_id, year, unit_id)
);
COMMENT ON TABLE filing_duties IS '应报送单位';
COMMENT ON COLUMN filing_duties.receiver_id IS '接收单位';
COMMENT ON COLUMN filing_duties.unit_id IS '应报送的单位';
COMMENT ON COLUMN filing_duties.year IS '预算年度';
COMMENT ON COLUMN filing_duties.due_on IS '报送截止日期';

-- What a reviewer gave, one row a round: an opinion is followed, not changed.
CREATE TABLE filing_opinions (
    filing_id text        NOT NULL REFERENCES received_filings (id),
    reviewer  text        NOT NULL CHECK (reviewer IN ('department', 'finance')),
    round     integer     NOT NULL CHECK (round >= 1),
    points    jsonb       NOT NULL,
    total     text        NOT NULL,
    opinion   text        NOT NULL,
    by_id     text        NOT NULL CHECK (by_id <> ''),
    at        timestamptz NOT NULL,
    PRIMARY KEY (filing_id, reviewer, round)
);
CREATE TRIGGER filing_opinions_append_only BEFORE UPDATE OR DELETE ON filing_opinions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE filing_opinions IS '复核意见';
COMMENT ON COLUMN filing_opinions.filing_id IS '收件';
COMMENT ON COLUMN filing_opinions.reviewer IS '复核方';
COMMENT ON COLUMN filing_opinions.round IS '第几次';
COMMENT ON COLUMN filing_opinions.points IS '逐项得分和理由';
COMMENT ON COLUMN filing_opinions.total IS '复核总分';
COMMENT ON COLUMN filing_opinions.opinion IS '总的意见';
COMMENT ON COLUMN filing_opinions.by_id IS '复核人';
COMMENT ON COLUMN filing_opinions.at IS '时间';

-- A draw: first the list, then the seed, then the lots; each step once.
CREATE TABLE review_draws (
    id          text        PRIMARY KEY CHECK (id <> ''),
    receiver_id text        NOT NULL,
    year        integer     NOT NULL,
    title       text        NOT NULL CHECK (title <> ''),
    population  jsonb       NOT NULL,
    digest      text        NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    size        integer     NOT NULL CHECK (size >= 1),
    listed_by   text        NOT NULL CHECK (listed_by <> ''),
    listed_at   timestamptz NOT NULL,
    seed        text        NOT NULL DEFAULT '',
    seed_source text        NOT NULL DEFAULT '',
    seeded_at   timestamptz CHECK (seeded_at >= listed_at),
    lots        jsonb       NOT NULL DEFAULT 'null',
    drawn_by    text        NOT NULL DEFAULT '',
    drawn_at    timestamptz CHECK (drawn_at >= seeded_at),
    row_version bigint      NOT NULL DEFAULT 1,
    FOREIGN KEY (receiver_id, year) REFERENCES review_books (receiver_id, year),
    CHECK ((seed = '') = (seeded_at IS NULL)),
    CHECK ((lots = 'null') = (drawn_at IS NULL))
);
CREATE INDEX review_draws_year ON review_draws (receiver_id, year, listed_at DESC);
COMMENT ON TABLE review_draws IS '随机抽取';
COMMENT ON COLUMN review_draws.id IS '抽取标识';
COMMENT ON COLUMN review_draws.receiver_id IS '组织单位';
COMMENT ON COLUMN review_draws.year IS '预算年度';
COMMENT ON COLUMN review_draws.title IS '事由';
COMMENT ON COLUMN review_draws.population IS '名单';
COMMENT ON COLUMN review_draws.digest IS '名单摘要';
COMMENT ON COLUMN review_draws.size IS '抽取数量';
COMMENT ON COLUMN review_draws.listed_by IS '名单确定人';
COMMENT ON COLUMN review_draws.listed_at IS '名单确定时间';
COMMENT ON COLUMN review_draws.seed IS '种子';
COMMENT ON COLUMN review_draws.seed_source IS '种子来源';
COMMENT ON COLUMN review_draws.seeded_at IS '种子公布时间';
COMMENT ON COLUMN review_draws.lots IS '抽取结果';
COMMENT ON COLUMN review_draws.drawn_by IS '抽取人';
COMMENT ON COLUMN review_draws.drawn_at IS '抽取时间';
COMMENT ON COLUMN review_draws.row_version IS '版本';

GRANT SELECT, INSERT, UPDATE ON sender_keys, review_books, received_filings, review_draws TO jiheng_app;
GRANT SELECT, INSERT ON review_journal, filing_opinions TO jiheng_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON filing_duties TO jiheng_app;

-- +goose Down
DROP TABLE review_draws;
DROP TABLE filing_opinions;
DROP TABLE filing_duties;
DROP TABLE received_filings;
DROP TABLE review_journal;
DROP TABLE review_books;
DROP TABLE sender_keys;
ALTER TABLE filings
    DROP CONSTRAINT filings_version_supersedes, DROP CONSTRAINT filings_return_has_reasons,
    DROP COLUMN version, DROP COLUMN supersedes, DROP COLUMN receipt, DROP COLUMN returned_at, DROP COLUMN reasons, DROP COLUMN notice;
