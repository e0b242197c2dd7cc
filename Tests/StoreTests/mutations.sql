-- Which tests look at a guard (a filter of their names), and the statement that takes the guard out.
SELECT CASE contype WHEN 'c' THEN 'Constraints/valuesOutOfRange' WHEN 'f' THEN 'Constraints/nothingRefers'
    ELSE '(Constraints/keysHold|Jobs/aWorkerThatLost)' END,
  format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname) FROM pg_constraint
  WHERE connamespace = 'jadwal'::regnamespace AND contype IN ('c', 'f', 'u', 'p') ORDER BY 2;
SELECT '(Constraints/keysHold|Jobs/oneJob)', format('DROP INDEX %s', indexrelid::regclass)
  FROM pg_index i JOIN pg_class c ON c.oid = indexrelid
  WHERE relnamespace = 'jadwal'::regnamespace AND indisunique
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('u', 'p')) ORDER BY 2;
SELECT 'Constraints/whatHasToBeThere', format('ALTER TABLE %s ALTER %I DROP NOT NULL', c.oid::regclass, attname)
  FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
  WHERE relnamespace = 'jadwal'::regnamespace AND relkind = 'r' AND attnotnull AND attidentity = '' AND attnum > 0
    AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisprimary AND attnum = ANY (indkey)) ORDER BY 2;
SELECT '(Guards/(whatIsWritten|nothingIsAdded|nothingHalf)|Jobs/(aWorker|noPlan))', format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass)
  FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
  WHERE relnamespace = 'jadwal'::regnamespace AND NOT tgisinternal ORDER BY 2;
SELECT '(Readers/readers|Life/aPlanGoes|Jobs/aWorkerThatLost)', format('DROP POLICY %I ON %s', polname, polrelid::regclass)
  FROM pg_policy ORDER BY 2;
SELECT 'Readers/readers', format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', oid::regclass) FROM pg_class
  WHERE relnamespace = 'jadwal'::regnamespace AND relforcerowsecurity ORDER BY 2;
SELECT 'Readers/readers', format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', oid::regclass) FROM pg_class
  WHERE relnamespace = 'jadwal'::regnamespace AND relrowsecurity ORDER BY 2;
SELECT '(Readers/readers|Rights/views)', format('ALTER VIEW %s SET (security_invoker = false)', oid::regclass) FROM pg_class
  WHERE relnamespace = 'jadwal'::regnamespace AND relkind = 'v' ORDER BY 2;
SELECT 'Rights/everyTable', format('REVOKE %s ON %s FROM %s', privilege_type, c.oid::regclass, grantee::regrole)
  FROM pg_class c, aclexplode(relacl) WHERE relnamespace = 'jadwal'::regnamespace AND relkind IN ('r', 'v')
    AND grantee::regrole::text IN ('jadwal_reader', 'jadwal_worker', 'jadwal_coordinator', 'jadwal_board') ORDER BY 2;
SELECT '(Readers/readers|Accounts/whatIsSecret)', format('REVOKE %s (%I) ON %s FROM %s', privilege_type, attname, attrelid::regclass, grantee::regrole)
  FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid, aclexplode(attacl)
  WHERE relnamespace = 'jadwal'::regnamespace ORDER BY 2;
SELECT 'Readers/readers', 'GRANT SELECT ON jadwal.plan_version TO jadwal_reader';
SELECT 'Accounts/whatIsSecret', format('GRANT SELECT ON jadwal.%s TO jadwal_%s', t, role)
  FROM unnest(ARRAY['account', 'account_session', 'account_token', 'feed', 'request']) t,
    unnest(ARRAY['coordinator', 'reader', 'worker', 'board']) role;
SELECT 'Rights/everyTable', format('GRANT %s ON %s TO %s', verb, c.oid::regclass, role)
  FROM pg_class c, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) verb,
    unnest(ARRAY['jadwal_reader', 'jadwal_worker', 'jadwal_coordinator', 'jadwal_board']) role
  WHERE relnamespace = 'jadwal'::regnamespace AND relkind = 'r'
    AND NOT has_table_privilege(role, c.oid, verb) AND relname IN ('audit', 'booking', 'plan_version', 'account', 'account_state') ORDER BY 2;
SELECT 'Rights/everyFunction', format('REVOKE EXECUTE ON FUNCTION %s FROM %s', p.oid::regprocedure, grantee::regrole)
  FROM pg_proc p, aclexplode(proacl) WHERE pronamespace = 'jadwal'::regnamespace
    AND grantee::regrole::text IN ('jadwal_reader', 'jadwal_worker', 'jadwal_coordinator', 'jadwal_board') ORDER BY 2;
SELECT 'Rights/theWorld', format('GRANT EXECUTE ON FUNCTION %s TO PUBLIC', oid::regprocedure) FROM pg_proc
  WHERE pronamespace = 'jadwal'::regnamespace AND prosecdef ORDER BY 2;
SELECT 'Rights/functionsWith', format('ALTER FUNCTION %s RESET search_path', oid::regprocedure) FROM pg_proc
  WHERE pronamespace = 'jadwal'::regnamespace AND prosecdef ORDER BY 2;
SELECT tests, statement FROM (VALUES
  ('Rights/theWorld', 'DO $x$ BEGIN EXECUTE format(''GRANT CONNECT ON DATABASE %I TO PUBLIC'', current_database()); END $x$'),
  ('Rights/(theWorld|roles)', 'DO $x$ BEGIN EXECUTE format(''GRANT TEMPORARY ON DATABASE %I TO PUBLIC'', current_database()); END $x$'),
  ('Rights/theWorld', 'GRANT USAGE ON SCHEMA jadwal TO PUBLIC'),
  ('Rights/theWorld', 'GRANT USAGE ON SCHEMA public TO PUBLIC'),
  ('Rights/theWorld', 'ALTER DEFAULT PRIVILEGES FOR ROLE jadwal_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC'),
  ('Rights/theWorld', 'ALTER DEFAULT PRIVILEGES FOR ROLE jadwal_owner GRANT USAGE ON TYPES TO PUBLIC'))
  AS s (tests, statement);
SELECT '(Rights/(everyTable|roles)|Readers/readers)', statement FROM unnest(ARRAY['worker', 'coordinator', 'reader', 'board']) role,
  LATERAL (VALUES (format('REVOKE USAGE ON SCHEMA jadwal FROM jadwal_%s', role)),
    (format('DO $x$ BEGIN EXECUTE format(''REVOKE CONNECT ON DATABASE %%I FROM jadwal_%s'', current_database()); END $x$', role)))
    AS s (statement);
SELECT 'Rights/roles', format(
  'DO $x$ BEGIN EXECUTE format(''REVOKE TEMPORARY ON DATABASE %%I FROM jadwal_%s'', current_database()); END $x$', role)
  FROM unnest(ARRAY['worker', 'coordinator']) role;
-- What functions compare, and what they lock.
SELECT tests, format(
    'DO $x$ DECLARE was text := pg_get_functiondef(%L::regproc); made text := replace(was, %L, %L); BEGIN '
    'IF made = was THEN RAISE EXCEPTION ''nothing is taken out''; END IF; EXECUTE made; END $x$',
    'jadwal.' || name, old, new)
  FROM (VALUES
    ('Jobs/', 'finish', '(domain_id, job_id, fence) = (d, j, held)', '(domain_id, job_id) = (d, j)'),
    ('Jobs/', 'renew', '(domain_id, job_id, fence) = (d, j, held)', '(domain_id, job_id) = (d, j)'),
    ('Jobs/aWorkerWithout', 'guard_fence', 'AND fence::text = current_setting(''jadwal.fence'', true)', ''),
    ('Jobs/', 'guard_fence', 'NEW.job_id IS NULL AND NOT', 'false AND NOT'),
    ('Jobs/', 'guard_fence', 'NEW.job_id IS NOT NULL AND NOT', 'false AND NOT'),
    ('Jobs/', 'finish', 'IF NOT FOUND THEN', 'IF false THEN'),
    ('Jobs/', 'set_schedule', 'IF NOT EXISTS (', 'IF false AND NOT EXISTS ('),
    ('Bookings/whatWasSeen', 'publish', 'standing IS DISTINCT FROM seen', 'false'),
    ('Bookings/ofTwo', 'publish', 'WHERE (domain_id, programme_id) = (d, p) FOR UPDATE', 'WHERE (domain_id, programme_id) = (d, p)'),
    ('Guards/aFlipped', 'publish', 'plan.content_sha256 IS DISTINCT FROM', 'NULL IS DISTINCT FROM NULL AND NULL ='),
    ('Guards/nothingHalf', 'seal_plan', 'counted <> plan.placed', 'false'),
    ('Guards/nothingIsSaid', 'seal_plan', 'jadwal.true_assignments(d, p, v, plan.dataset) <> counted', 'false'),
    ('Guards/nothingHalf', 'seal_dataset', 'told IS DISTINCT FROM', 'NULL IS DISTINCT FROM NULL AND NULL ='),
    ('Guards/whatIsWritten', 'guard_plan', 'OLD.content_sha256 IS NOT NULL', 'false'),
    ('Guards/whatIsWritten', 'guard_dataset', 'OLD.sealed OR', ''),
    ('Life/(whoever|whoMay)', 'acting', 'NOT pg_has_role(session_user, ''jadwal_delegate'', ''MEMBER'')', 'false'),
    ('Life/whoMay', 'acting', 'said !~', 'false AND said !~'),
    ('Life/whoMay', 'acting', 'btrim(said) = ''''', 'false'),
    ('Life/whoMay', 'acting', 'normalize(said, NFC)', 'said'),
    ('Life/whoever', 'approve', 'by_one_person = (SELECT', 'by_one_person = true OR (SELECT'),
    ('Life/onlyItsAuthor', 'withdraw', 'plan.created_by <> who', 'false'),
    ('Life/onlyItsAuthor', 'withdraw', 'NOT pg_has_role(session_user, ''jadwal_coordinator'', ''MEMBER'')', 'false'),
    ('Life/onlyTheContracts', 'guard_plan', 'NOT IN (', 'NOT IN ((''draft'', ''approved''), '),
    ('Guards/whatIsWritten', 'guard_plan', 'OLD *<> content', 'false'),
    ('Bookings/anotherGrid', 'open_dataset', 'standing <> grid', 'false'),
    ('Speaking/', 'spoken_states', 'AND pg_has_role(session_user, ''jadwal_delegate'', ''MEMBER'')', ''),
    ('Speaking/', 'spoken_states', 'AND NOT disabled', ''),
    ('Speaking/', 'unplaced_reasons', 'WHERE sees_all OR course.member_states && states', ''),
    ('Speaking/', 'unplaced_reasons', 'HAVING sees_all OR', 'HAVING true OR'),
    ('Speaking/', 'unplaced_reasons', 'role_name = asking', 'true'),
    ('Speaking/', 'unplaced_reasons', 'CASE current_setting(''role'') WHEN ''none'' THEN session_user ELSE current_setting(''role'') END', 'session_user'),
    ('Accounts/aPassword', 'account_named', 'AND NOT a.disabled', ''),
    ('Accounts/aSession', 'session_account', 'AND s.expires_at > clock_timestamp()', ''),
    ('Accounts/aSession', 'session_account', 'SET seen_at = clock_timestamp()', 'SET seen_at = seen_at'),
    ('Accounts/aSession', 'open_session', 'WHERE expires_at <= clock_timestamp()', 'WHERE false'),
    ('Accounts/aSession', 'open_session', '(jadwal.locked_account(its_name)).disabled', '(jadwal.locked_account(its_name)) IS NULL'),
    ('Accounts/aSession', 'close_session', 'token_sha256 = hash', 'false'),
    ('Accounts/aSession', 'set_password', 'DELETE FROM jadwal.account_session WHERE account = its_name;', ''),
    ('Accounts/aSession', 'change_account', 'DELETE FROM jadwal.account_session WHERE account = its_name;', ''),
    ('Accounts/aToken', 'change_account', 'WHERE account = its_name AND revoked_at IS NULL', 'WHERE false'),
    ('Accounts/aToken', 'token_account', 'AND t.revoked_at IS NULL', ''),
    ('Accounts/aToken', 'token_account', 't.expires_at > clock_timestamp()', 'true'),
    ('Accounts/aToken', 'add_token', '(jadwal.locked_account(its_name)).disabled', '(jadwal.locked_account(its_name)) IS NULL'),
    ('Accounts/accounts', 'locked_account', 'IF NOT FOUND', 'IF false'),
    ('Accounts/accounts', 'put_states', 'cardinality(states) > 0', 'false'),
    ('Accounts/accounts', 'change_account', 'OR its.role = ''coordinator''', ''),
    ('Accounts/feeds', 'feed_of', 'AND f.revoked_at IS NULL', ''),
    ('Accounts/feeds', 'add_feed', 'its_kind <> ''all'' AND NOT EXISTS', 'false AND NOT EXISTS'),
    ('Accounts/everyChange', 'note_account', 'who, what', '''x'', what'),
    ('Audits', 'audit_append', 'PERFORM pg_advisory_xact_lock(7001, d);', ''),
    ('Queues/onlyWhat', 'claim', 'AND run_at <= clock_timestamp()', ''),
    ('Queues/onlyWhat', 'claim', 'AND attempt < max_attempts', ''),
    ('Queues/onlyWhat', 'claim', '(kinds IS NULL OR kind = ANY (kinds))', 'true'),
    ('Queues/onlyWhat', 'claim', 'SKIP LOCKED', ''),
    ('Jobs/', 'claim', 'fence = fence + 1', 'fence = 1'),
    ('Queues/aLeaseIsRenewed', 'renew', 'lease_until = clock_timestamp() + lease', 'lease_until = lease_until'),
    ('Queues/aLeaseIsRenewed', 'renew', 'AND state = ''running''', ''),
    ('Queues/aLeaseIsRenewed', 'finish', 'AND state = ''running''', ''),
    ('Queues/aLeaseIsRenewed', 'finish', 'became IN (''retryable'', ''available'') AND cancel_requested THEN', 'false THEN'),
    ('Queues/aLeaseEnds', 'finish', 'became NOT IN (''completed'', ''cancelled'', ''discarded'', ''retryable'', ''available'')', 'false'),
    ('Jobs/poison', 'finish', 'attempt >= max_attempts THEN ''discarded''', 'false THEN ''discarded'''),
    ('Jobs/poison', 'finish', 'WHEN became = ''available'' THEN attempt - 1', 'WHEN false THEN attempt'),
    ('Queues/aLeaseIsTaken', 'rescue', 'AND lease_until < clock_timestamp()', ''),
    ('Queues/aLeaseIsTaken', 'rescue', 'WHEN cancel_requested THEN ''cancelled''', 'WHEN false THEN ''cancelled'''),
    ('Queues/aLeaseIsTaken', 'rescue', 'WHEN attempt >= max_attempts THEN ''discarded''', 'WHEN false THEN ''discarded'''),
    ('Queues/', 'cancel', 'AND state NOT IN (''completed'', ''cancelled'', ''discarded'')', ''),
    ('Queues/', 'cancel', 'WHEN state = ''running'' THEN state', 'WHEN false THEN state'),
    ('Queues/people', 'retry', 'AND state IN (''discarded'', ''cancelled'', ''retryable'', ''scheduled'')', ''),
    ('Queues/aPlan', 'guard_fence', '(domain_id, job_id, programme_id) = (NEW.domain_id, NEW.job_id, NEW.programme_id)',
      '(domain_id, job_id) = (NEW.domain_id, NEW.job_id)'),
    ('Queues/aPlan', 'guard_fence', 'AND state IN (''running'', ''completed'')', ''),
    ('Schedules/aRunIsDue', 'due_before', 'due <= moment', 'due < moment'),
    ('Schedules/theNextWeek', 'next_week', '> moment', '>= moment'),
    ('Schedules/theNextWeek', 'next_week', 'SELECT min(monday', 'SELECT max(monday'),
    ('Schedules/whatWas', 'run_schedules', 's.last_due IS NULL OR due > s.last_due', 'true'),
    ('Schedules/whatIs', 'run_schedules', 'SET last_due = due', 'SET last_due = last_due'),
    ('Schedules/aRunThat', 'run_schedules', 'WHEN check_violation THEN', 'WHEN division_by_zero THEN'),
    ('Schedules/twoWorkers', 'run_schedules', 'FOR UPDATE SKIP LOCKED', ''),
    ('Allocations/aWeekIs', 'put_allocation', '|| ''/'' || its.head_dataset', ''),
    ('Allocations/aWeekIs', 'put_allocation', '|| ''/'' || week', ''),
    ('Allocations/aWeekIs', 'put_allocation', ' AND state NOT IN (''cancelled'', ''discarded'') FOR UPDATE', ''),
    ('Allocations/aWeekIs', 'put_allocation',
      'PERFORM jadwal.audit_append(d, who, ''allocate'', its.name, NULL, jsonb_build_object(''job'', job, ''week'', week));', ''),
    ('Allocations/aWeekThat', 'put_allocation', 'OR to_char(monday, ''IYYY-"W"IW'') <> week', ''),
    ('Allocations/aWeekThat', 'put_allocation', 'monday > last_day', 'false'),
    ('Allocations/aWeekThat', 'put_allocation', '7 * weeks - 1', '7 * weeks'),
    ('Allocations/onlyWho', 'put_allocation', 'IF NOT FOUND THEN', 'IF false THEN'),
    ('Allocations/onlyWho', 'allocate', 'jadwal.acting(said)', 'said'),
    ('Allocations/itIs', 'allocate', 'is_new OR how ->> ''publish'' IS DISTINCT FROM ''true''', 'is_new'),
    ('Allocations/itIs', 'allocate', 'is_new OR how ->> ''publish'' IS DISTINCT FROM ''true''', 'true'),
    ('Allocations/itIs', 'allocate', 'its.state = ''completed''', 'true'),
    ('Allocations/aJob', 'settle', 'IF NOT FOUND THEN RAISE EXCEPTION ''no such version''', 'IF false THEN RAISE EXCEPTION ''no such version'''),
    ('Allocations/aJob', 'settle', '(domain_id, programme_id, version, job_id) = (d, its.programme_id, v, j)',
      '(domain_id, programme_id, version) = (d, its.programme_id, v)'),
    ('Allocations/aJob', 'settle', '(domain_id, job_id, fence) = (d, j, held)', '(domain_id, job_id) = (d, j)'),
    ('Allocations/aJob', 'settle', 'base IS DISTINCT FROM seen', 'false'),
    ('Allocations/itIs', 'settle', 'its.args ->> ''publish'' = ''true''', 'true'),
    ('Allocations/itIs', 'publish_allocation', 'IF NOT (SELECT auto_publish', 'IF false AND NOT (SELECT auto_publish'),
    ('Allocations/whatCannot', 'publish_allocation', 'plan.state <> ''draft''', 'false'),
    ('Allocations/whatCannot', 'publish_allocation', 'plan.hard_violations > 0', 'false'),
    ('Allocations/whatCannot', 'publish_allocation', '''no_double_booking'', ', ''),
    ('Allocations/whatCannot', 'publish_allocation', ', ''published_version_moved''', ''),
    ('Allocations/whatCannot', 'publish_allocation', 'plan.base_version, NULL)',
      '(SELECT published_version FROM jadwal.programme WHERE (domain_id, programme_id) = (d, p)), NULL)'),
    ('Allocations/otherTrouble', 'publish_allocation',
      'IF found NOT IN (''no_double_booking'', ''published_version_moved'') THEN RAISE; END IF;', ''))
    AS guards (tests, name, old, new);
