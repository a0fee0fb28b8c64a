-- One task by hand-written SQL: a person claims it, then completes it. Each of
-- the two locks the head of the evaluation and the task, changes the task,
-- puts an entry behind the journal's chain, moves the head, remembers the
-- idempotency key, and commits.

begin;
select b.evaluation_id as ev, b.task_id as task, b.item_id as item, b.actor as actor, e.seq + 1 as seq, e.head_hash::text as head,
	greatest(clock_timestamp(), e.head_at)::text as at, gen_random_uuid()::text as request
from bench_targets b join evaluations e on e.id = b.evaluation_id
where b.n = (select nextval('bench_next')) for no key update of e \gset
select version from tasks where id = :task::text for update \gset
update tasks set state = 'claimed', assignee = :actor::text, claimed_at = :at::timestamptz, version = version + 1
where id = :task::text and version = :version::bigint;
with entry as (
	select '{"item":"' || :item::text || '","stage":"work","task":"' || :task::text || '"}' as data
)
insert into journal (evaluation_id, seq, at, type, actor_id, on_behalf_of, task_id, item_id, stage_id, rule, policy_version,
	request_id, client_address, data, prev_hash, hash)
select :ev::text, :seq::bigint, :at::timestamptz, 'task_claimed', :actor::text, '', :task::text, :item::text, 'work', 'casbin:' || 'task/claim/candidate', '0123456789ab',
	:request::text, '127.0.0.1', data, :head::bytea, bench_hash(:head::bytea, :ev::text, :seq::bigint, :at::timestamptz, 'task_claimed', :actor::text, :task::text, :item::text,
	'work', 'casbin:' || 'task/claim/candidate', '0123456789ab', :request::text, '127.0.0.1', data)
from entry returning hash::text as hash \gset
update evaluations set seq = :seq::bigint, head_hash = :hash::bytea, head_at = :at::timestamptz where id = :ev::text;
insert into idempotency_keys (actor_id, key, fingerprint, evaluation_id, task_id, first_seq, last_seq, answered_at)
values (:actor::text, :request::text, '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', :ev::text, :task::text, :seq::bigint, :seq::bigint, :at::timestamptz);
commit;

begin;
select e.seq + 1 as seq, e.head_hash::text as head, greatest(clock_timestamp(), e.head_at)::text as at, gen_random_uuid()::text as request
from evaluations e where e.id = :ev::text for no key update \gset
select version from tasks where id = :task::text for update \gset
update tasks set state = 'completed', settled_at = :at::timestamptz, done_by = :actor::text, done_as = 'section', next_agenda_at = null,
	submission = '{"fields":[{"name":"conclusion","value":"the work was done as planned and within the budget"}]}', version = version + 1
where id = :task::text and version = :version::bigint;
with entry as (
	select '{"as":"section","item":"' || :item::text || '","opinion":"","stage":"work","submission":{"fields":[{"name":"conclusion",'
		|| '"value":"the work was done as planned and within the budget"}]},"task":"' || :task::text || '"}' as data
)
insert into journal (evaluation_id, seq, at, type, actor_id, on_behalf_of, task_id, item_id, stage_id, rule, policy_version,
	request_id, client_address, data, prev_hash, hash)
select :ev::text, :seq::bigint, :at::timestamptz, 'task_completed', :actor::text, '', :task::text, :item::text, 'work', 'casbin:' || 'task/complete/assignee', '0123456789ab',
	:request::text, '127.0.0.1', data, :head::bytea, bench_hash(:head::bytea, :ev::text, :seq::bigint, :at::timestamptz, 'task_completed', :actor::text, :task::text, :item::text,
	'work', 'casbin:' || 'task/complete/assignee', '0123456789ab', :request::text, '127.0.0.1', data)
from entry returning hash::text as hash \gset
update evaluations set seq = :seq::bigint, head_hash = :hash::bytea, head_at = :at::timestamptz where id = :ev::text;
insert into idempotency_keys (actor_id, key, fingerprint, evaluation_id, task_id, first_seq, last_seq, answered_at)
values (:actor::text, :request::text, '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', :ev::text, :task::text, :seq::bigint, :seq::bigint, :at::timestamptz);
commit;
