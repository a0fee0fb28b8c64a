-- What the database alone needs for the same: the rows of the journal's chain
-- and their hashes, so that the evaluations worked on here verify like the
-- others.

CREATE TABLE bench_targets (
	n             bigint PRIMARY KEY,
	evaluation_id text   NOT NULL,
	task_id       text   NOT NULL,
	item_id       text   NOT NULL,
	actor         text   NOT NULL
);

CREATE SEQUENCE bench_next;

CREATE FUNCTION bench_frame(x text) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN int8send(octet_length(x)) || convert_to(x, 'UTF8');

CREATE FUNCTION bench_hash(prev bytea, evaluation text, seq bigint, at timestamptz, type text, actor text, task text, item text,
	stage text, rule text, policy text, request text, client text, data text) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256(bench_frame('jiheng/journal/entry/v1') || int8send(32) || prev || bench_frame(evaluation) || int8send(8) || int8send(seq)
	|| int8send(8) || int8send((extract(epoch FROM at) * 1000000)::bigint) || bench_frame(type) || bench_frame(actor) || bench_frame('')
	|| bench_frame(task) || bench_frame(item) || bench_frame(stage) || bench_frame(rule) || bench_frame(policy)
	|| bench_frame(request) || bench_frame(client) || bench_frame(data));
