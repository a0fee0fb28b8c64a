-- A password that somebody else knows is an initial one: whoever it was handed
-- to has to change it at the first login, and within some days.

-- +goose Up
ALTER TABLE accounts ADD COLUMN password_expires_at timestamptz;
COMMENT ON COLUMN accounts.password_expires_at IS '初始口令失效时间';
GRANT SELECT (password_expires_at) ON accounts TO jiheng_audit;

-- +goose Down
ALTER TABLE accounts DROP COLUMN password_expires_at;
