-- Evaluations in progress, for the size of the tables: half of the live tasks
-- are somebody's, the others wait for whoever holds the role. Their journals
-- have the right length but are no chains; the evaluations that are worked on
-- are real ones. One of ten people has most of the work, copies and watched
-- tasks, so that every box has a fiftieth page for somebody.
-- @first and @last evaluation, @live tasks of each, @units, @digest of the process

INSERT INTO evaluations (id, unit_id, receiver_id, title, year, process_name, process_version, process_digest, state, initiator,
	start_on, started_at, calendar_version, provisional, parameters, seq, head_hash, head_at, told_seq, workflow_confirmed_at, notified_seq)
SELECT 'ev-fill-' || e, 'unit-' || 1 + e % @units::int, 'bureau', '第' || e || '号整体支出绩效自评', 2019, 'overall-self-evaluation', 1, @digest::text,
	'running', 'unit-' || 1 + e % @units::int || '-p2', current_date - 60, now() - interval '60 days', '2019', false, '[]',
	@live::int * 5 / 4, sha256(e::text::bytea), now() - interval '1 hour', @live::int * 5 / 4, now(), @live::int * 5 / 4
FROM generate_series(@first::int, @last::int) e;

INSERT INTO stages (evaluation_id, id, position, title, state, after_stages, opens_on, due_on, opens_at, due_at, opened_at)
SELECT 'ev-fill-' || e, 'self_check', 0, '科室自查', 'open', '[]', current_date - 60, current_date + 80,
	now() - interval '60 days', now() + interval '80 days', now() - interval '60 days'
FROM generate_series(@first::int, @last::int) e;

INSERT INTO members (evaluation_id, person_id, role, position, since)
SELECT 'ev-fill-' || e, 'unit-' || 1 + e % @units::int || '-p' || m, CASE m WHEN 1 THEN 'chair' WHEN 2 THEN 'group_office' ELSE 'member' END,
	m - 1, now() - interval '59 days'
FROM generate_series(@first::int, @last::int) e, generate_series(1, 5) m;

INSERT INTO tasks (id, evaluation_id, opened_seq, stage_id, item_id, step, round, seat, title, state, roles, appointed, unit_id,
	department_id, assignee, effect, due_on, due_at, opened_at, claimed_at, settled_at, overdue_at, done_by, on_behalf_of, done_as,
	opinion, submission, agenda, next_agenda_at, priority, version)
SELECT evaluation || ':self_check:p' || i || ':submit:1', evaluation, i, 'self_check', 'p' || i, 'submit', 1, 0,
	'第' || i || '号项目 · 提交自评报告和评分表', state, roles, kind = 'appointed', CASE kind WHEN 'bureau' THEN 'bureau' ELSE unit END,
	CASE kind WHEN 'section' THEN unit || '-d' || 1 + i % 5 ELSE '' END, CASE state WHEN 'open' THEN '' ELSE person END, '',
	due, (due + 1)::timestamp AT TIME ZONE 'Asia/Shanghai', now() - interval '30 days', CASE WHEN state <> 'open' THEN now() - interval '20 days' END,
	CASE WHEN state = 'completed' THEN now() - (i % 19) * interval '1 day' END, CASE WHEN due < current_date THEN due + interval '1 day' END,
	CASE WHEN state = 'completed' THEN person ELSE '' END, CASE WHEN state <> 'open' AND i % 3 = 0 THEN unit || '-p2' ELSE '' END, CASE WHEN state = 'completed' THEN 'section' ELSE '' END,
	'', '{}', agenda, CASE WHEN state <> 'completed' AND due > current_date THEN due - interval '1 day' END,
	CASE WHEN i % 50 = 0 THEN 2 WHEN i % 10 = 3 THEN 1 ELSE 0 END, 2
FROM (SELECT *, 'ev-fill-' || e AS evaluation,
		unit || '-p' || CASE WHEN i % 20 / 2 % 5 < 4 THEN 5 ELSE 1 + (e / @units::int + i) % 10 END AS person,
		current_date - 20 + (e * 7919 + i * 104729) % 100 AS due,
		jsonb_build_array(
			jsonb_build_object('id', 'reminder-1', 'kind', 'reminder', 'at', now(), 'to', jsonb_build_array('assignee')),
			jsonb_build_object('id', 'overdue', 'kind', 'overdue', 'at', now()),
			jsonb_build_object('id', 'escalation-1', 'kind', 'escalation', 'at', now(), 'to', jsonb_build_array('group_office'))) AS agenda,
		CASE kind
			WHEN 'finance' THEN ARRAY['finance_office']
			WHEN 'shared' THEN ARRAY['unit_head', 'unit_office']
			WHEN 'bureau' THEN ARRAY['bureau']
			WHEN 'appointed' THEN ARRAY['chair', 'member']
			ELSE ARRAY['section']
		END AS roles
	FROM (SELECT e, i, 'unit-' || 1 + e % @units::int AS unit,
			CASE WHEN i > @live::int THEN 'completed' WHEN i % 20 < 10 THEN 'claimed' ELSE 'open' END AS state,
			CASE
				WHEN i % 20 < 15 THEN 'section'
				WHEN i % 20 < 19 THEN 'finance'
				WHEN i / 20 % 5 = 0 THEN 'shared'
				WHEN i / 20 % 5 = 1 THEN 'bureau'
				ELSE 'appointed'
			END AS kind
		FROM generate_series(@first::int, @last::int) e, generate_series(1, @live::int * 5 / 4) i) AS place) AS made;

INSERT INTO journal (evaluation_id, seq, at, type, actor_id, on_behalf_of, task_id, item_id, stage_id, rule, policy_version,
	request_id, client_address, data, prev_hash, hash)
SELECT 'ev-fill-' || e, i, now() - interval '30 days', 'task_opened', 'system', '', 'ev-fill-' || e || ':self_check:p' || i || ':submit:1',
	'p' || i, 'self_check', 'timeline:open', '', '', '', '{"task":"ev-fill-' || e || ':self_check:p' || i || ':submit:1"}',
	sha256(i::text::bytea), sha256((i + 1)::text::bytea)
FROM generate_series(@first::int, @last::int) e, generate_series(1, @live::int * 5 / 4) i;

INSERT INTO task_copies (evaluation_id, task_id, person_id, by_id, at, seq)
SELECT 'ev-fill-' || e, 'ev-fill-' || e || ':self_check:p' || i || ':submit:1', 'unit-' || 1 + e % @units::int || '-p' || p,
	'unit-' || 1 + e % @units::int || '-p2', now() - (i * 97 + e) % 500000 * interval '1 second', i
FROM generate_series(@first::int, @last::int) e, generate_series(1, @live::int) i, (VALUES (5), (8)) who(p) WHERE i % 4 = 0;

INSERT INTO task_watches (evaluation_id, task_id, person_id, at)
SELECT 'ev-fill-' || e, 'ev-fill-' || e || ':self_check:p' || i || ':submit:1', 'unit-' || 1 + e % @units::int || '-p' || p,
	now() - (i * 89 + e) % 500000 * interval '1 second'
FROM generate_series(@first::int, @last::int) e, generate_series(1, @live::int) i, (VALUES (5), (8)) who(p) WHERE i % 5 = 1;
