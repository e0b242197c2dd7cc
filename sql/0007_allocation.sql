-- The weekly allocation: asked for once a week, however often; settled with its plan in one transaction.
SET LOCAL ROLE jadwal_owner;

CREATE FUNCTION jadwal.next_week(d int, p int, moment timestamptz) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  WITH zones AS (
    SELECT time_zone FROM jadwal.city c JOIN jadwal.programme q
      ON (q.domain_id, q.programme_id, q.head_dataset) = (c.domain_id, c.programme_id, c.dataset)
    WHERE (c.domain_id, c.programme_id) = (d, p)
    UNION SELECT 'UTC' WHERE NOT EXISTS (
      SELECT FROM jadwal.city WHERE (domain_id, programme_id) = (d, p)))
  SELECT to_char(monday, 'IYYY-"W"IW') FROM (
    SELECT (date_trunc('week', moment AT TIME ZONE 'UTC') + make_interval(days => 7 * k))::date AS monday
    FROM generate_series(0, 2) k) mondays
  WHERE (SELECT min(monday::timestamp AT TIME ZONE time_zone) FROM zones) > moment
  ORDER BY monday LIMIT 1
$$;
COMMENT ON FUNCTION jadwal.next_week IS 'The first ISO week that has not begun yet in any city of the programme';

-- Publishes the plan of a job in the place of the one that it was made from, as far as the policy goes.
CREATE FUNCTION jadwal.publish_allocation(d int, p int, j bigint, v int) RETURNS jsonb LANGUAGE plpgsql
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  plan jadwal.plan_version;
  asker text := (SELECT asked_by FROM jadwal.job WHERE (domain_id, job_id) = (d, j));
  its_name text := jadwal.programme_name(d, p);
  found text;
BEGIN
  SELECT * INTO plan FROM jadwal.plan_version WHERE (domain_id, programme_id, version) = (d, p, v);
  IF plan.state <> 'draft' THEN
    RETURN jsonb_build_object('state', plan.state);
  END IF;
  IF NOT (SELECT auto_publish FROM jadwal.programme WHERE (domain_id, programme_id) = (d, p)) THEN
    RETURN jsonb_build_object('state', 'draft', 'unpublished', 'the programme''s policy auto-publish is no');
  END IF;
  IF plan.hard_violations > 0 THEN
    RETURN jsonb_build_object('state', 'draft', 'unpublished', 'the plan breaks a hard rule');
  END IF;
  BEGIN
    UPDATE jadwal.plan_version SET state = 'submitted', submitted_by = asker, submitted_at = clock_timestamp()
      WHERE (domain_id, programme_id, version) = (d, p, v);
    PERFORM jadwal.audit_append(d, asker, 'submit', its_name, v, jsonb_build_object('job', j));
    UPDATE jadwal.plan_version SET state = 'approved', approved_by = 'policy auto-publish', approved_at = clock_timestamp()
      WHERE (domain_id, programme_id, version) = (d, p, v);
    PERFORM jadwal.audit_append(d, 'policy auto-publish', 'approve', its_name, v, jsonb_build_object('job', j));
    PERFORM jadwal.publish(d, p, v, plan.base_version, NULL);
  EXCEPTION WHEN unique_violation OR serialization_failure THEN
    GET STACKED DIAGNOSTICS found = CONSTRAINT_NAME;
    IF found NOT IN ('no_double_booking', 'published_version_moved') THEN RAISE; END IF;
    RETURN jsonb_build_object('state', 'draft', 'unpublished', SQLERRM);
  END;
  RETURN jsonb_build_object('state', 'published');
END $$;
COMMENT ON FUNCTION jadwal.publish_allocation IS
  'Walks a job''s draft to published where the policy auto-publish allows it; says how far it came, and why not further';

CREATE FUNCTION jadwal.settle(d int, j bigint, held bigint, v int, seen int, told jsonb) RETURNS jsonb
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  its jadwal.job;
  base int;
BEGIN
  SELECT * INTO its FROM jadwal.job WHERE (domain_id, job_id, fence) = (d, j, held) AND state = 'running' FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the lease on job % is lost', j USING ERRCODE = 'P0003', CONSTRAINT = 'fenced';
  END IF;
  SELECT base_version INTO base FROM jadwal.plan_version
    WHERE (domain_id, programme_id, version, job_id) = (d, its.programme_id, v, j);
  IF NOT FOUND THEN RAISE EXCEPTION 'no such version' USING ERRCODE = 'P0002'; END IF;
  -- A plan that was made near another one than what is published now would undo what came between.
  IF base IS DISTINCT FROM seen THEN
    RAISE EXCEPTION 'another plan was published meanwhile' USING ERRCODE = '40001', CONSTRAINT = 'published_version_moved';
  END IF;
  told := coalesce(told, '{}') || jsonb_build_object('version', v, 'base', base,
    'changed', cardinality(jadwal.changed_sessions(d, its.programme_id, base, v)), 'state', 'draft');
  IF its.args ->> 'publish' = 'true' THEN
    told := told || jadwal.publish_allocation(d, its.programme_id, j, v);
  END IF;
  PERFORM jadwal.finish(d, j, held, 'completed', NULL, NULL, told);
  RETURN told;
END $$;
COMMENT ON FUNCTION jadwal.settle IS
  'Completes a job with the plan version that is stored in the same transaction, and publishes it where that was asked for and is allowed; refused where the lease is lost or what is published has moved';

CREATE FUNCTION jadwal.put_allocation(d int, p int, week text, how jsonb, who text, OUT job bigint, OUT is_new boolean)
  LANGUAGE plpgsql SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  its jadwal.programme;
  monday date;
  last_day date;
  key text;
BEGIN
  SELECT * INTO its FROM jadwal.programme WHERE (domain_id, programme_id) = (d, p);
  IF NOT FOUND THEN RAISE EXCEPTION 'no such programme' USING ERRCODE = 'P0002'; END IF;
  IF week ~ '^[0-9]{4}-W[0-9]{2}$' THEN monday := to_date(week, 'IYYY-"W"IW'); END IF;
  IF monday IS NULL OR to_char(monday, 'IYYY-"W"IW') <> week THEN
    RAISE EXCEPTION 'there is no such week' USING ERRCODE = '23514', CONSTRAINT = 'allocation_week';
  END IF;
  SELECT starts_on + 7 * weeks - 1 INTO last_day FROM jadwal.dataset_version
    WHERE (domain_id, programme_id, dataset) = (d, p, its.head_dataset);
  IF monday > last_day THEN
    RAISE EXCEPTION '% ends on %, before week % begins', its.name, last_day, week
      USING ERRCODE = '23514', CONSTRAINT = 'allocation_after_end';
  END IF;
  key := p || '/' || week || '/' || its.head_dataset;
  -- The other side of a conflict may be cancelled before we look at it: then it is ours to ask again.
  FOR attempt IN 1..10 LOOP
    INSERT INTO jadwal.job (domain_id, programme_id, kind, unique_key, args, asked_by)
      VALUES (d, p, 'allocate', key, coalesce(how, '{}') || jsonb_build_object('week', week, 'dataset', its.head_dataset), who)
      ON CONFLICT (domain_id, kind, unique_key)
        WHERE unique_key IS NOT NULL AND state NOT IN ('cancelled', 'discarded') DO NOTHING
      RETURNING job_id INTO job;
    is_new := job IS NOT NULL;
    IF is_new THEN
      PERFORM jadwal.audit_append(d, who, 'allocate', its.name, NULL, jsonb_build_object('job', job, 'week', week));
      RETURN;
    END IF;
    SELECT job_id INTO job FROM jadwal.job
      WHERE (domain_id, kind, unique_key) = (d, 'allocate', key) AND state NOT IN ('cancelled', 'discarded') FOR UPDATE;
    EXIT WHEN job IS NOT NULL;
  END LOOP;
END $$;
COMMENT ON FUNCTION jadwal.put_allocation IS
  'One job for a programme, week and dataset version, whoever asks how often: the new one, or the one that is there';

CREATE FUNCTION jadwal.allocate(d int, p int, week text, how jsonb, said text, OUT job bigint, OUT is_new boolean)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
  its jadwal.job;
BEGIN
  SELECT a.job, a.is_new INTO allocate.job, allocate.is_new FROM jadwal.put_allocation(d, p, week, how, who) a;
  IF job IS NULL THEN
    RAISE EXCEPTION 'the job of this week was cancelled again and again' USING ERRCODE = '55P03';
  END IF;
  IF is_new OR how ->> 'publish' IS DISTINCT FROM 'true' THEN RETURN; END IF;
  -- Whoever asks again may ask for more: that the plan is published too.
  SELECT * INTO its FROM jadwal.job WHERE (domain_id, job_id) = (d, allocate.job) FOR UPDATE;
  IF its.state = 'completed' THEN
    UPDATE jadwal.job SET outcome = outcome - 'unpublished'
        || jadwal.publish_allocation(d, p, its.job_id, (its.outcome ->> 'version')::int)
      WHERE (domain_id, job_id) = (d, its.job_id) AND outcome ->> 'state' = 'draft';
  ELSE
    UPDATE jadwal.job SET args = args || '{"publish": true}' WHERE (domain_id, job_id) = (d, its.job_id);
  END IF;
END $$;
COMMENT ON FUNCTION jadwal.allocate IS
  'Asks for a programme''s allocation of a week; once for each dataset version, however often it is called';

CREATE FUNCTION jadwal.run_schedules()
  RETURNS TABLE (programme text, week text, job bigint, is_new boolean, late double precision, refusal text)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  s record;
  due timestamptz;
BEGIN
  FOR s IN
    SELECT c.*, c.ctid AS place, jadwal.due_before(weekday, local_time, time_zone, clock_timestamp()) AS last_one
    FROM jadwal.schedule c
    WHERE last_due IS DISTINCT FROM jadwal.due_before(weekday, local_time, time_zone, clock_timestamp())
    FOR UPDATE SKIP LOCKED
  LOOP
    due := s.last_one;
    programme := jadwal.programme_name(s.domain_id, s.programme_id);
    late := extract(epoch FROM clock_timestamp() - due);
    week := jadwal.next_week(s.domain_id, s.programme_id, due);
    job := NULL;
    is_new := false;
    refusal := NULL;
    IF s.last_due IS NULL OR due > s.last_due THEN
      BEGIN
        SELECT a.job, a.is_new INTO run_schedules.job, run_schedules.is_new FROM jadwal.put_allocation(
          s.domain_id, s.programme_id, run_schedules.week,
          jsonb_build_object('seconds', s.seconds, 'publish', s.publish), s.added_by) a;
      EXCEPTION WHEN check_violation THEN
        refusal := SQLERRM;
      END;
      RETURN NEXT;
    END IF;
    UPDATE jadwal.schedule c SET last_due = due
      WHERE (c.domain_id, c.programme_id, c.weekday, c.local_time) = (s.domain_id, s.programme_id, s.weekday, s.local_time);
  END LOOP;
END $$;
COMMENT ON FUNCTION jadwal.run_schedules IS
  'Asks for what is due by the schedules, of several missed runs of one only the last; any worker may, at any time';

GRANT EXECUTE ON FUNCTION jadwal.settle, jadwal.run_schedules TO jadwal_worker;
GRANT EXECUTE ON FUNCTION jadwal.allocate, jadwal.next_week TO jadwal_coordinator;
