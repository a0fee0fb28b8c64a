-- The organisation: units of ten people in five departments, the bureau that
-- receives, and the centre whose people complete the tasks that are counted.
-- @people in units, @staff of the centre, @hash of everybody's password

INSERT INTO units (id, name)
SELECT 'unit-' || u, '第' || u || '预算单位' FROM generate_series(1, @people::int / 10) u
UNION ALL VALUES ('bureau', '财政局'), ('centre', '服务中心');

INSERT INTO departments (id, unit_id, name)
SELECT u.id || '-d' || d, u.id, '业务' || d || '科' FROM units u, generate_series(1, 5) d;

INSERT INTO persons (id, unit_id, department_id, name, post, email)
SELECT u.id || '-p' || p, u.id, CASE WHEN p > 3 THEN u.id || '-d' || 1 + p % 5 END,
	'人员' || p, '职务' || p, u.id || '-p' || p || '@example.org'
FROM units u CROSS JOIN LATERAL generate_series(1, CASE u.id WHEN 'centre' THEN @staff::int ELSE 10 END) p;

INSERT INTO accounts (person_id, login, password_hash) SELECT id, id, @hash::text FROM persons;

-- The head, the office, finance, and sections in their departments; at the
-- bureau everybody receives, and at the centre everybody is a section.
INSERT INTO role_grants (person_id, role, unit_id, department_id, valid_from, granted_by)
SELECT p.id,
	CASE
		WHEN p.unit_id = 'bureau' THEN 'bureau'
		WHEN p.unit_id = 'centre' THEN 'section'
		WHEN p.department_id IS NOT NULL THEN 'section'
		WHEN p.id LIKE '%-p1' THEN 'unit_head'
		WHEN p.id LIKE '%-p2' THEN 'unit_office'
		ELSE 'finance_office'
	END,
	p.unit_id, CASE WHEN p.unit_id LIKE 'unit-%' THEN p.department_id END, now() - interval '1 year', 'system'
FROM persons p;

INSERT INTO role_grants (person_id, role, unit_id, valid_from, granted_by)
VALUES ('centre-p1', 'unit_office', 'centre', now() - interval '1 year', 'system');
