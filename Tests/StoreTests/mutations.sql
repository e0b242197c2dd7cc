-- Which tests look at a guard (a filter of their names), and the statement that takes the guard out.
SELECT CASE contype WHEN 'c' THEN 'Constraints/valuesOutOfRange' WHEN 'f' THEN 'Constraints/nothingRefers'
    ELSE '(Constraints/keysHold|Jobs/aWorkerThatLost)' END,
  format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname) FROM pg_constraint
  WHERE connamespace = 'jadwal'::regnamespace AND contype IN ('c', 'f', 'u', 'p') ORDER BY 2;
SELECT '(Constraints/keysHold|Jobs/oneJob)', format('DROP INDEX %s', indexrelid::regclass)
  FROM pg_index i JOIN pg_class c ON c.oid = indexrelid
  WHERE relnamespace = 'jadwal'::regnamespace AND indisunique
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('u', 'p')) ORDER BY 2;
SELECT '(Guards/(whatIsWritten|nothingIsAdded|nothingHalf)|Jobs/(aWorker|noPlan))', format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass)
  FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
  WHERE relnamespace = 'jadwal'::regnamespace AND NOT tgisinternal ORDER BY 2;
SELECT '(Rights/readers|Life/aPlanGoes|Jobs/aWorkerThatLost)', format('DROP POLICY %I ON %s', polname, polrelid::regclass)
  FROM pg_policy ORDER BY 2;
SELECT 'Rights/readers', format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', oid::regclass) FROM pg_class
  WHERE relnamespace = 'jadwal'::regnamespace AND relforcerowsecurity ORDER BY 2;
SELECT 'Rights/readers', format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', oid::regclass) FROM pg_class
  WHERE relnamespace = 'jadwal'::regnamespace AND relrowsecurity ORDER BY 2;
SELECT 'Rights/readers', format('ALTER VIEW %s SET (security_invoker = false)', oid::regclass) FROM pg_class
  WHERE relnamespace = 'jadwal'::regnamespace AND relkind = 'v' ORDER BY 2;
SELECT 'Rights/everyTable', format('REVOKE %s ON %s FROM %s', privilege_type, c.oid::regclass, grantee::regrole)
  FROM pg_class c, aclexplode(relacl) WHERE relnamespace = 'jadwal'::regnamespace AND relkind IN ('r', 'v')
    AND grantee::regrole::text IN ('jadwal_reader', 'jadwal_worker', 'jadwal_coordinator') ORDER BY 2;
SELECT 'Rights/readers', format('REVOKE %s (%I) ON %s FROM %s', privilege_type, attname, attrelid::regclass, grantee::regrole)
  FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid, aclexplode(attacl)
  WHERE relnamespace = 'jadwal'::regnamespace ORDER BY 2;
SELECT 'Rights/readers', 'GRANT SELECT ON jadwal.plan_version TO jadwal_reader';
SELECT 'Rights/everyTable', format('GRANT %s ON %s TO %s', verb, c.oid::regclass, role)
  FROM pg_class c, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) verb,
    unnest(ARRAY['jadwal_reader', 'jadwal_worker', 'jadwal_coordinator']) role
  WHERE relnamespace = 'jadwal'::regnamespace AND relkind = 'r'
    AND NOT has_table_privilege(role, c.oid, verb) AND relname IN ('audit', 'booking', 'plan_version') ORDER BY 2;
SELECT 'Rights/everyFunction', format('REVOKE EXECUTE ON FUNCTION %s FROM %s', p.oid::regprocedure, grantee::regrole)
  FROM pg_proc p, aclexplode(proacl) WHERE pronamespace = 'jadwal'::regnamespace
    AND grantee::regrole::text IN ('jadwal_reader', 'jadwal_worker', 'jadwal_coordinator') ORDER BY 2;
SELECT 'Rights/theWorld', format('GRANT EXECUTE ON FUNCTION %s TO PUBLIC', oid::regprocedure) FROM pg_proc
  WHERE pronamespace = 'jadwal'::regnamespace AND prosecdef ORDER BY 2;
SELECT 'Rights/functionsWith', format('ALTER FUNCTION %s RESET search_path', oid::regprocedure) FROM pg_proc
  WHERE pronamespace = 'jadwal'::regnamespace AND prosecdef ORDER BY 2;
SELECT 'Rights/theWorld', statement FROM (VALUES
  ('DO $x$ BEGIN EXECUTE format(''GRANT CONNECT ON DATABASE %I TO PUBLIC'', current_database()); END $x$'),
  ('GRANT USAGE ON SCHEMA jadwal TO PUBLIC'), ('GRANT USAGE ON SCHEMA public TO PUBLIC')) s (statement);
-- What functions compare, and what they lock.
SELECT tests, format(
    'DO $x$ DECLARE was text := pg_get_functiondef(%L::regproc); made text := replace(was, %L, %L); BEGIN '
    'IF made = was THEN RAISE EXCEPTION ''nothing is taken out''; END IF; EXECUTE made; END $x$',
    'jadwal.' || name, old, new)
  FROM (VALUES
    ('Jobs/', 'finish', '(domain_id, job_id, fence) = (d, j, held)', '(domain_id, job_id) = (d, j)'),
    ('Jobs/', 'renew', '(domain_id, job_id, fence) = (d, j, held)', '(domain_id, job_id) = (d, j)'),
    ('Jobs/', 'guard_fence', 'NEW.job_id IS NULL AND NOT', 'false AND NOT'),
    ('Jobs/', 'guard_fence', 'NEW.job_id IS NOT NULL AND NOT', 'false AND NOT'),
    ('Bookings/whatWasSeen', 'publish', 'standing IS DISTINCT FROM seen', 'false'),
    ('Bookings/ofTwo', 'publish', 'WHERE (domain_id, programme_id) = (d, p) FOR UPDATE', 'WHERE (domain_id, programme_id) = (d, p)'),
    ('Guards/aFlipped', 'publish', 'plan.content_sha256 IS DISTINCT FROM', 'NULL IS DISTINCT FROM NULL AND NULL ='),
    ('Guards/nothingHalf', 'seal_plan', 'counted <> plan.placed', 'false'),
    ('Guards/nothingHalf', 'seal_dataset', 'told IS DISTINCT FROM', 'NULL IS DISTINCT FROM NULL AND NULL ='),
    ('Guards/whatIsWritten', 'guard_plan', 'OLD.content_sha256 IS NOT NULL', 'false'),
    ('Guards/whatIsWritten', 'guard_dataset', 'OLD.sealed OR', ''),
    ('Life/(whoever|whoMay)', 'acting', 'NOT pg_has_role(session_user, ''jadwal_delegate'', ''MEMBER'')', 'false'),
    ('Life/onlyItsAuthor', 'withdraw', 'plan.created_by <> who', 'false'),
    ('Bookings/anotherGrid', 'open_dataset', 'standing <> grid', 'false'),
    ('Audits', 'audit_append', 'PERFORM pg_advisory_xact_lock(7001, d);', ''))
    AS guards (tests, name, old, new);
