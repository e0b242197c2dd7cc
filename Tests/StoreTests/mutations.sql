-- One statement a line that takes one guard out of the schema.
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname) FROM pg_constraint
  WHERE connamespace = 'jadwal'::regnamespace AND contype IN ('c', 'f', 'u', 'p') ORDER BY 1;
SELECT format('DROP INDEX %s', indexrelid::regclass) FROM pg_index i JOIN pg_class c ON c.oid = indexrelid
  WHERE relnamespace = 'jadwal'::regnamespace AND indisunique
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('u', 'p')) ORDER BY 1;
SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
  WHERE relnamespace = 'jadwal'::regnamespace AND NOT tgisinternal ORDER BY 1;
SELECT format('DROP POLICY %I ON %s', polname, polrelid::regclass) FROM pg_policy ORDER BY 1;
SELECT format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', oid::regclass) FROM pg_class
  WHERE relnamespace = 'jadwal'::regnamespace AND relforcerowsecurity ORDER BY 1;
SELECT format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', oid::regclass) FROM pg_class
  WHERE relnamespace = 'jadwal'::regnamespace AND relrowsecurity ORDER BY 1;
SELECT format('REVOKE %s ON %s FROM %s', privilege_type, c.oid::regclass, grantee::regrole)
  FROM pg_class c, aclexplode(relacl) WHERE relnamespace = 'jadwal'::regnamespace AND relkind IN ('r', 'v')
    AND grantee::regrole::text IN ('jadwal_reader', 'jadwal_worker', 'jadwal_coordinator') ORDER BY 1;
SELECT format('GRANT %s ON %s TO %s', verb, c.oid::regclass, role)
  FROM pg_class c, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) verb,
    unnest(ARRAY['jadwal_reader', 'jadwal_worker', 'jadwal_coordinator']) role
  WHERE relnamespace = 'jadwal'::regnamespace AND relkind = 'r'
    AND NOT has_table_privilege(role, c.oid, verb) AND relname IN ('audit', 'booking', 'plan_version') ORDER BY 1;
SELECT format('REVOKE EXECUTE ON FUNCTION %s FROM %s', p.oid::regprocedure, grantee::regrole)
  FROM pg_proc p, aclexplode(proacl) WHERE pronamespace = 'jadwal'::regnamespace
    AND grantee::regrole::text IN ('jadwal_reader', 'jadwal_worker', 'jadwal_coordinator') ORDER BY 1;
SELECT format('GRANT EXECUTE ON FUNCTION %s TO PUBLIC', oid::regprocedure) FROM pg_proc
  WHERE pronamespace = 'jadwal'::regnamespace AND prosecdef ORDER BY 1;
SELECT format('ALTER FUNCTION %s RESET search_path', oid::regprocedure) FROM pg_proc
  WHERE pronamespace = 'jadwal'::regnamespace AND prosecdef ORDER BY 1;
-- The fence, where a job's end is written.
SELECT 'DO $x$ BEGIN EXECUTE replace(pg_get_functiondef(''jadwal.finish''::regproc), ''(domain_id, job_id, fence) = (d, j, held)'', ''(domain_id, job_id) = (d, j)''); END $x$';
SELECT 'DO $x$ BEGIN EXECUTE replace(pg_get_functiondef(''jadwal.renew''::regproc), ''(domain_id, job_id, fence) = (d, j, held)'', ''(domain_id, job_id) = (d, j)''); END $x$';
-- The comparison with what was seen, and that of the content's hash.
SELECT 'DO $x$ BEGIN EXECUTE replace(pg_get_functiondef(''jadwal.publish''::regproc), ''standing IS DISTINCT FROM seen'', ''false''); END $x$';
SELECT 'DO $x$ BEGIN EXECUTE replace(pg_get_functiondef(''jadwal.publish''::regproc), ''plan.content_sha256 IS DISTINCT FROM'', ''NULL IS DISTINCT FROM NULL AND NULL =''); END $x$';
SELECT 'GRANT CONNECT ON DATABASE ' || quote_ident(current_database()) || ' TO PUBLIC' WHERE false;
