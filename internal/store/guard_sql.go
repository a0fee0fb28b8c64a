package store

// selectGuards lists what guards a database as it is. What was switched off, or
// says something else, has another line. Definitions are digests without the
// names before a dot, which differ between versions of PostgreSQL; the owner is
// whom most tables belong to, whatever his name.
//
// What belongs to an extension is its own business.
const selectGuards = `WITH lent AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
rel AS (SELECT oid, relname::text AS name, relkind, relowner, relacl, relrowsecurity, relforcerowsecurity, relpersistence FROM pg_class
	WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ('pg_class'::regclass, oid) NOT IN (SELECT classid, objid FROM lent)),
tab AS (SELECT * FROM rel WHERE relkind IN ('r', 'p', 'f') AND name <> 'goose_db_version'),
chief AS (SELECT mode() WITHIN GROUP (ORDER BY relowner) AS id FROM rel WHERE relkind <> 'S'),
fun AS (SELECT p.*, replace(oidvectortypes(p.proargtypes), ' ', '') AS args FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
	AND ('pg_proc'::regclass, p.oid) NOT IN (SELECT classid, objid FROM lent))
SELECT line FROM (
` + selectTableGuards + `
UNION ALL
` + selectObjects + `
UNION ALL
` + selectRights + `) x
ORDER BY line COLLATE "C"`

// selectTableGuards lists what keeps the rows of tables as they are.
const selectTableGuards = `SELECT 'trigger ' || c.name || ' ' || t.tgname::text || ' ' || t.tgenabled::text || ' ' || md5(regexp_replace(pg_get_triggerdef(t.oid), ' ON \S+ ', ' ')) || ' ' || md5(p.prosrc) AS line
FROM pg_trigger t JOIN rel c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal
UNION ALL
SELECT 'function ' || f.proname || ' (' || f.args || ') ' || l.lanname || ' ' || CASE WHEN f.prosecdef THEN 'definer' ELSE 'invoker' END || ' ' || f.provolatile::text
	|| ' ' || COALESCE(replace(array_to_string(f.proconfig, ';'), ' ', ''), '-') || ' ' || md5(f.prosrc) || ' ' || CASE WHEN f.proowner = chief.id THEN '<owner>' ELSE pg_get_userbyid(f.proowner)::text END
FROM fun f JOIN pg_language l ON l.oid = f.prolang CROSS JOIN chief
UNION ALL
SELECT 'rule ' || c.name || ' ' || r.rulename || ' ' || r.ev_enabled::text || ' ' || md5(regexp_replace(regexp_replace(pg_get_ruledef(r.oid), '\m[a-z_]+\.', '', 'g'), '\s+', ' ', 'g'))
FROM pg_rewrite r JOIN rel c ON c.oid = r.ev_class
UNION ALL
SELECT 'policy ' || c.name || ' ' || p.polname FROM pg_policy p JOIN rel c ON c.oid = p.polrelid
UNION ALL
SELECT 'inherits ' || c.name || ' ' || i.inhrelid::regclass::text FROM pg_inherits i JOIN rel c ON c.oid = i.inhparent
UNION ALL
SELECT 'table ' || c.name || ' ' || c.relpersistence::text || ' ' || CASE WHEN c.relrowsecurity OR c.relforcerowsecurity THEN 'some' ELSE 'all' END FROM tab c
UNION ALL
SELECT 'constraint ' || c.name || ' ' || k.conname || ' ' || CASE WHEN k.convalidated AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgenabled <> 'O') THEN 'O' ELSE 'D' END
	|| ' ' || md5(regexp_replace(pg_get_constraintdef(k.oid), '\m[a-z_]+\.', '', 'g'))
FROM pg_constraint k JOIN tab c ON c.oid = k.conrelid WHERE k.contype IN ('p', 'u', 'f', 'c', 'x')
UNION ALL
SELECT 'index ' || c.name || ' ' || i.relname || ' ' || CASE WHEN x.indisvalid AND x.indisready AND x.indislive THEN 'O' ELSE 'D' END || ' ' || md5(regexp_replace(pg_get_indexdef(i.oid), '\m[a-z_]+\.', '', 'g'))
FROM pg_index x JOIN tab c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indisunique
UNION ALL
SELECT 'column ' || c.name || ' ' || a.attname || ' ' || replace(format_type(a.atttypid, a.atttypmod), ' ', '_') || ' ' || CASE WHEN a.attnotnull THEN 'filled' ELSE 'null' END
	|| ' ' || a.attidentity::text || a.attgenerated::text || COALESCE(md5(regexp_replace(pg_get_expr(d.adbin, d.adrelid), '\m[a-z_]+\.', '', 'g')), '-')
FROM pg_attribute a JOIN tab c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attnum > 0 AND NOT a.attisdropped`

// selectObjects lists what there is at all: relations, and what else lies in the
// schema or acts on it. Statistics only speed up. Of other schemas it lists what
// reads the tables with the right of their owner, for whoever may ask.
const selectObjects = `SELECT 'relation ' || name || ' ' || relkind::text FROM rel
UNION ALL
SELECT 'object ' || replace(o.identity, ' ', '_') || ' ' || replace(o.type, ' ', '_') FROM pg_depend d CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, 0) o
WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = current_schema()::regnamespace AND d.deptype = 'n'
	AND d.classid NOT IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_default_acl'::regclass, 'pg_statistic_ext'::regclass, 'pg_extension'::regclass)
	AND (d.classid, d.objid) NOT IN (SELECT classid, objid FROM lent)
UNION ALL
SELECT 'event ' || evtname || ' ' || evtenabled::text FROM pg_event_trigger WHERE ('pg_event_trigger'::regclass, oid) NOT IN (SELECT classid, objid FROM lent)
UNION ALL
SELECT DISTINCT 'elsewhere ' || v.oid::regclass::text || ' view' FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class v ON v.oid = r.ev_class JOIN rel c ON c.oid = d.refobjid
WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND v.relnamespace <> current_schema()::regnamespace
	AND ('pg_class'::regclass, v.oid) NOT IN (SELECT classid, objid FROM lent)
UNION ALL
SELECT DISTINCT 'elsewhere ' || p.pronamespace::regnamespace::text || '.' || p.proname || ' function' FROM pg_proc p CROSS JOIN chief
WHERE p.prosecdef AND p.proowner = chief.id AND p.pronamespace NOT IN (current_schema()::regnamespace, 'pg_catalog'::regnamespace, 'information_schema'::regnamespace)
	AND ('pg_proc'::regclass, p.oid) NOT IN (SELECT classid, objid FROM lent)`

// selectRights lists what each role may do, and whose everything is. A login
// may be a member of jiheng_app or of jiheng_audit, not of both, and of the
// owner none but who may give himself every role anyway.
const selectRights = `SELECT 'grant ' || l.name || ' ' || CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END || ' ' || a.privilege_type || COALESCE(' ' || l.col, '')
	|| CASE WHEN a.is_grantable THEN ' GRANTABLE' ELSE '' END
FROM (SELECT name, relowner AS owner, relacl AS acl, NULL::text AS col FROM rel
	UNION ALL SELECT c.name, c.relowner, t.attacl, t.attname::text FROM pg_attribute t JOIN rel c ON c.oid = t.attrelid WHERE t.attnum > 0 AND t.attacl IS NOT NULL
	UNION ALL SELECT 'schema', nspowner, nspacl, NULL FROM pg_namespace WHERE oid = current_schema()::regnamespace
	UNION ALL SELECT proname::text, proowner, COALESCE(proacl, acldefault('f', proowner)), NULL FROM fun) l
CROSS JOIN LATERAL aclexplode(l.acl) a CROSS JOIN chief
WHERE a.grantee NOT IN (l.owner, chief.id) AND NOT (a.grantee = 0 AND l.name = 'schema' AND a.privilege_type = 'USAGE')
UNION ALL
SELECT DISTINCT 'default ' || pg_get_userbyid(d.defaclrole) || ' ' || CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END || ' ' || d.defaclobjtype::text || ' ' || a.privilege_type
FROM pg_default_acl d CROSS JOIN LATERAL aclexplode(d.defaclacl) a
WHERE d.defaclnamespace IN (0, current_schema()::regnamespace) AND a.grantee <> d.defaclrole AND NOT (a.grantee = 0 AND d.defaclobjtype IN ('f', 'T'))
UNION ALL
SELECT 'owner ' || c.name || ' ' || CASE WHEN c.relowner = chief.id THEN '<owner>' ELSE pg_get_userbyid(c.relowner)::text END FROM rel c CROSS JOIN chief
UNION ALL
SELECT 'owner schema ' || r.rolname FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner CROSS JOIN chief
WHERE n.oid = current_schema()::regnamespace AND r.oid <> chief.id AND r.rolname <> 'pg_database_owner' AND NOT r.rolsuper
UNION ALL
SELECT 'role ' || rolname || ' ' || CASE WHEN rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls THEN 'mighty' ELSE 'plain' END
FROM pg_roles WHERE rolname IN ('jiheng_app', 'jiheng_audit')
UNION ALL
SELECT DISTINCT 'member ' || r.rolname || ' ' || m.rolname FROM pg_auth_members x JOIN pg_roles r ON r.oid = x.roleid JOIN pg_roles m ON m.oid = x.member CROSS JOIN chief
WHERE m.rolname IN ('jiheng_app', 'jiheng_audit')
	OR r.oid = chief.id AND NOT m.rolsuper AND NOT (m.rolcreaterole AND x.admin_option)
	OR r.rolname = 'jiheng_app' AND m.oid <> chief.id AND NOT m.rolsuper
		AND EXISTS (SELECT FROM pg_auth_members o JOIN pg_roles a ON a.oid = o.roleid WHERE o.member = m.oid AND a.rolname = 'jiheng_audit')`
