-- Planning requests, their leases, and when they are asked for by the calendar.
--
-- A worker holds a lease on the row of its job; whoever takes the job next raises the fence, and a
-- worker that comes late finds another fence and writes nothing. All times are the server's.
SET LOCAL ROLE jadwal_owner;

CREATE TABLE jadwal.job (
  domain_id int NOT NULL,
  job_id bigint GENERATED ALWAYS AS IDENTITY,
  programme_id int NOT NULL,
  kind text COLLATE "C" NOT NULL,
  unique_key text COLLATE "C",
  args jsonb NOT NULL DEFAULT '{}',
  state text COLLATE "C" NOT NULL DEFAULT 'available',
  priority int NOT NULL DEFAULT 2,
  attempt int NOT NULL DEFAULT 0,
  max_attempts int NOT NULL DEFAULT 5,
  run_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  fence bigint NOT NULL DEFAULT 0,
  locked_by text,
  lease_until timestamptz,
  cancel_requested boolean NOT NULL DEFAULT false,
  best_cost bigint,
  iterations bigint,
  seconds double precision,
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finalized_at timestamptz,
  last_error text,
  outcome jsonb,
  PRIMARY KEY (domain_id, job_id),
  FOREIGN KEY (domain_id, programme_id) REFERENCES jadwal.programme,
  CONSTRAINT job_kind CHECK (kind ~ '^[a-z_]{1,40}$'),
  CONSTRAINT job_args CHECK (pg_column_size(args) <= 65536),
  CONSTRAINT job_outcome CHECK (pg_column_size(outcome) <= 65536),
  CONSTRAINT job_state CHECK (state IN
    ('scheduled', 'available', 'running', 'retryable', 'completed', 'cancelled', 'discarded')),
  CONSTRAINT job_priority CHECK (priority BETWEEN 1 AND 4),
  CONSTRAINT job_attempts CHECK (attempt BETWEEN 0 AND max_attempts AND max_attempts BETWEEN 1 AND 100),
  CONSTRAINT job_texts CHECK (length(last_error) <= 8192 AND length(unique_key) <= 200 AND length(locked_by) <= 200),
  CONSTRAINT lease_iff_running CHECK ((state = 'running') = (lease_until IS NOT NULL AND locked_by IS NOT NULL)),
  CONSTRAINT final_iff_finalized CHECK ((state IN ('completed', 'cancelled', 'discarded')) = (finalized_at IS NOT NULL))
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200);
CREATE UNIQUE INDEX job_unique_key ON jadwal.job (domain_id, kind, unique_key)
  WHERE unique_key IS NOT NULL AND state NOT IN ('cancelled', 'discarded');
CREATE INDEX job_fetch ON jadwal.job (priority, run_at, job_id) WHERE state IN ('available', 'scheduled', 'retryable');
CREATE INDEX job_lease ON jadwal.job (lease_until) WHERE state = 'running';
COMMENT ON TABLE jadwal.job IS 'Planning requests and what became of them';
COMMENT ON COLUMN jadwal.job.domain_id IS 'The booking domain';
COMMENT ON COLUMN jadwal.job.job_id IS 'The request''s number';
COMMENT ON COLUMN jadwal.job.programme_id IS 'The programme to plan';
COMMENT ON COLUMN jadwal.job.kind IS 'What is asked: plan, allocate';
COMMENT ON COLUMN jadwal.job.unique_key IS 'Of all jobs with this key only one is live or done';
COMMENT ON COLUMN jadwal.job.args IS 'How: seconds, seed, week …';
COMMENT ON COLUMN jadwal.job.state IS 'scheduled, available, running, retryable, completed, cancelled or discarded';
COMMENT ON COLUMN jadwal.job.priority IS '1 comes first';
COMMENT ON COLUMN jadwal.job.attempt IS 'How often it was begun';
COMMENT ON COLUMN jadwal.job.max_attempts IS 'After so many it is discarded';
COMMENT ON COLUMN jadwal.job.run_at IS 'Not before';
COMMENT ON COLUMN jadwal.job.fence IS 'Raised by each claim; only whoever holds the newest may write';
COMMENT ON COLUMN jadwal.job.locked_by IS 'The worker that runs it';
COMMENT ON COLUMN jadwal.job.lease_until IS 'Until when the worker has it, unless it renews';
COMMENT ON COLUMN jadwal.job.cancel_requested IS 'Its worker shall stop';
COMMENT ON COLUMN jadwal.job.best_cost IS 'Progress: the best plan''s cost';
COMMENT ON COLUMN jadwal.job.iterations IS 'Progress: moves';
COMMENT ON COLUMN jadwal.job.seconds IS 'Progress: time spent';
COMMENT ON COLUMN jadwal.job.asked_by IS 'Who asked for it';
COMMENT ON COLUMN jadwal.job.asked_at IS 'When';
COMMENT ON COLUMN jadwal.job.finalized_at IS 'When it was completed, cancelled or discarded';
COMMENT ON COLUMN jadwal.job.last_error IS 'Why the last attempt failed';
COMMENT ON COLUMN jadwal.job.outcome IS 'What a completed job made: the plan version, what it changed, warnings';

ALTER TABLE jadwal.plan_version ADD CONSTRAINT plan_job FOREIGN KEY (domain_id, job_id) REFERENCES jadwal.job;

CREATE TABLE jadwal.schedule (
  domain_id int NOT NULL,
  programme_id int NOT NULL,
  weekday int NOT NULL,
  local_time time NOT NULL,
  time_zone text NOT NULL,
  seconds int NOT NULL DEFAULT 60,
  publish boolean NOT NULL DEFAULT false,
  last_due timestamptz,
  added_by text NOT NULL,
  PRIMARY KEY (domain_id, programme_id, weekday, local_time),
  FOREIGN KEY (domain_id, programme_id) REFERENCES jadwal.programme,
  CONSTRAINT schedule_weekday CHECK (weekday BETWEEN 1 AND 7),
  CONSTRAINT schedule_seconds CHECK (seconds BETWEEN 1 AND 86400)
);
COMMENT ON TABLE jadwal.schedule IS 'Which programme is allocated when';
COMMENT ON COLUMN jadwal.schedule.domain_id IS 'The booking domain';
COMMENT ON COLUMN jadwal.schedule.programme_id IS 'The programme';
COMMENT ON COLUMN jadwal.schedule.weekday IS '1 is Monday';
COMMENT ON COLUMN jadwal.schedule.local_time IS 'By the clock of time_zone';
COMMENT ON COLUMN jadwal.schedule.time_zone IS 'IANA name';
COMMENT ON COLUMN jadwal.schedule.seconds IS 'How long the planner may search';
COMMENT ON COLUMN jadwal.schedule.publish IS 'Whether the plan is published where the programme''s policy allows it';
COMMENT ON COLUMN jadwal.schedule.last_due IS 'The last due time that was asked for';
COMMENT ON COLUMN jadwal.schedule.added_by IS 'Who added it';

CREATE FUNCTION jadwal.enqueue(d int, p int, what text, key text, how jsonb, due timestamptz, said text)
  RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
  j bigint;
BEGIN
  INSERT INTO jadwal.job (domain_id, programme_id, kind, unique_key, args, run_at, state, asked_by)
    VALUES (d, p, what, key, how, coalesce(due, clock_timestamp()),
      CASE WHEN due > clock_timestamp() THEN 'scheduled' ELSE 'available' END, who)
    ON CONFLICT (domain_id, kind, unique_key)
      WHERE unique_key IS NOT NULL AND state NOT IN ('cancelled', 'discarded') DO NOTHING
    RETURNING job_id INTO j;
  IF j IS NULL THEN
    SELECT job_id INTO j FROM jadwal.job
      WHERE (domain_id, kind, unique_key) = (d, what, key) AND state NOT IN ('cancelled', 'discarded');
  END IF;
  RETURN j;
END $$;
COMMENT ON FUNCTION jadwal.enqueue IS 'Asks for a job, or finds the one with this key; null where it has just ended';

CREATE FUNCTION jadwal.claim(worker text, lease interval, how_many int, kinds text[] DEFAULT NULL)
  RETURNS SETOF jadwal.job LANGUAGE sql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  WITH next AS MATERIALIZED (
    SELECT domain_id, job_id FROM jadwal.job
    WHERE state IN ('available', 'scheduled', 'retryable') AND run_at <= clock_timestamp()
      AND attempt < max_attempts AND (kinds IS NULL OR kind = ANY (kinds))
    ORDER BY priority, run_at, job_id LIMIT how_many FOR UPDATE SKIP LOCKED)
  UPDATE jadwal.job j SET state = 'running', attempt = attempt + 1, fence = fence + 1,
    locked_by = worker, lease_until = clock_timestamp() + lease,
    best_cost = NULL, iterations = NULL, seconds = NULL
  FROM next WHERE (j.domain_id, j.job_id) = (next.domain_id, next.job_id) RETURNING j.*
$$;
COMMENT ON FUNCTION jadwal.claim IS 'Leases the next jobs that are due to a worker, of the kinds that it knows';

CREATE FUNCTION jadwal.renew(
  d int, j bigint, held bigint, lease interval, cost bigint, moves bigint, spent double precision
) RETURNS boolean LANGUAGE sql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  UPDATE jadwal.job SET lease_until = clock_timestamp() + lease, best_cost = coalesce(cost, best_cost),
    iterations = coalesce(moves, iterations), seconds = coalesce(spent, seconds)
  WHERE (domain_id, job_id, fence) = (d, j, held) AND state = 'running' RETURNING cancel_requested
$$;
COMMENT ON FUNCTION jadwal.renew IS 'Renews a lease and tells of progress; whether it shall stop, or null where the lease is lost';

CREATE FUNCTION jadwal.finish(
  d int, j bigint, held bigint, became text, why text, again_in interval, made jsonb DEFAULT NULL)
  RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
BEGIN
  IF became NOT IN ('completed', 'cancelled', 'discarded', 'retryable', 'available') THEN
    RAISE EXCEPTION 'a lease does not end as %', became USING ERRCODE = '23514', CONSTRAINT = 'job_state';
  END IF;
  -- Whoever cancelled it does not want it tried again.
  UPDATE jadwal.job SET
      state = CASE WHEN became IN ('retryable', 'available') AND cancel_requested THEN 'cancelled'
                   WHEN became = 'retryable' AND attempt >= max_attempts THEN 'discarded' ELSE became END,
      attempt = CASE WHEN became = 'available' THEN attempt - 1 ELSE attempt END,
      run_at = CASE WHEN became IN ('retryable', 'available') THEN clock_timestamp() + coalesce(again_in, '0') ELSE run_at END,
      finalized_at = CASE WHEN became IN ('completed', 'cancelled', 'discarded') OR cancel_requested
        OR (became = 'retryable' AND attempt >= max_attempts) THEN clock_timestamp() END,
      locked_by = NULL, lease_until = NULL, last_error = coalesce(left(why, 8192), last_error), outcome = made
    WHERE (domain_id, job_id, fence) = (d, j, held) AND state = 'running';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the lease on job % is lost', j USING ERRCODE = 'P0003', CONSTRAINT = 'fenced';
  END IF;
  RETURN true;
END $$;
COMMENT ON FUNCTION jadwal.finish IS
  'Ends a lease: completed, cancelled, discarded, retryable after a while, or available again without using an attempt; refused where the lease is lost';

CREATE FUNCTION jadwal.standing(d int, j bigint, held bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  SELECT state FROM jadwal.job WHERE (domain_id, job_id, fence) = (d, j, held)
$$;
COMMENT ON FUNCTION jadwal.standing IS
  'What became of a job since this lease, for a worker whose commit nobody answered; null where another has had it since';

CREATE FUNCTION jadwal.rescue() RETURNS int LANGUAGE sql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  WITH dead AS (
    SELECT domain_id, job_id FROM jadwal.job
    WHERE state = 'running' AND lease_until < clock_timestamp() FOR UPDATE SKIP LOCKED),
  freed AS (
    UPDATE jadwal.job j SET
      state = CASE WHEN cancel_requested THEN 'cancelled' WHEN attempt >= max_attempts THEN 'discarded' ELSE 'retryable' END,
      finalized_at = CASE WHEN cancel_requested OR attempt >= max_attempts THEN clock_timestamp() END,
      locked_by = NULL, lease_until = NULL, last_error = 'the worker was lost: its lease ran out'
    FROM dead WHERE (j.domain_id, j.job_id) = (dead.domain_id, dead.job_id) RETURNING 1)
  SELECT count(*)::int FROM freed
$$;
COMMENT ON FUNCTION jadwal.rescue IS 'Takes jobs back whose lease has run out; how many';

CREATE FUNCTION jadwal.cancel(d int, j bigint, said text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
  its_programme int;
BEGIN
  UPDATE jadwal.job SET
      cancel_requested = true,
      state = CASE WHEN state = 'running' THEN state ELSE 'cancelled' END,
      finalized_at = CASE WHEN state = 'running' THEN NULL ELSE clock_timestamp() END
    WHERE (domain_id, job_id) = (d, j) AND state NOT IN ('completed', 'cancelled', 'discarded')
    RETURNING programme_id INTO its_programme;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM jadwal.audit_append(d, who, 'cancel', jadwal.programme_name(d, its_programme), NULL, jsonb_build_object('job', j));
  RETURN true;
END $$;
COMMENT ON FUNCTION jadwal.cancel IS 'Cancels a job, or asks its worker to stop; false where it has ended';

CREATE FUNCTION jadwal.retry(d int, j bigint, said text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
  its_programme int;
BEGIN
  UPDATE jadwal.job SET state = 'available', attempt = 0, run_at = clock_timestamp(), finalized_at = NULL, cancel_requested = false
    WHERE (domain_id, job_id) = (d, j) AND state IN ('discarded', 'cancelled', 'retryable', 'scheduled')
    RETURNING programme_id INTO its_programme;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM jadwal.audit_append(d, who, 'retry', jadwal.programme_name(d, its_programme), NULL, jsonb_build_object('job', j));
  RETURN true;
END $$;
COMMENT ON FUNCTION jadwal.retry IS
  'Lets a job that ended without a plan, or waits, be taken at once with all its attempts; false where it runs or is done';

-- The fence stands where the plan is stored: a worker without the lease cannot even begin a version.
CREATE FUNCTION jadwal.guard_fence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
BEGIN
  IF NEW.job_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM jadwal.job
    WHERE (domain_id, job_id, programme_id) = (NEW.domain_id, NEW.job_id, NEW.programme_id)
      AND fence::text = current_setting('jadwal.fence', true) AND state IN ('running', 'completed'))
  THEN
    RAISE EXCEPTION 'the lease on job % is not shown', NEW.job_id USING ERRCODE = 'P0003', CONSTRAINT = 'fenced';
  END IF;
  IF NEW.job_id IS NULL AND NOT pg_has_role(session_user, 'jadwal_coordinator', 'MEMBER') THEN
    RAISE EXCEPTION 'a worker stores plans for its jobs only' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION jadwal.guard_fence IS 'A version of a job is stored by whoever shows its fence in jadwal.fence; one without a job by a coordinator';
CREATE TRIGGER plan_fenced BEFORE INSERT ON jadwal.plan_version
  FOR EACH ROW EXECUTE FUNCTION jadwal.guard_fence();

-- What proves the lease is the fence that finish() asks for: a plan without it is not committed.
CREATE FUNCTION jadwal.require_finished() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM jadwal.job WHERE (domain_id, job_id, state) = (NEW.domain_id, NEW.job_id, 'completed')
      AND finalized_at >= transaction_timestamp())
  THEN
    RAISE EXCEPTION 'job % and its plan are stored together', NEW.job_id USING ERRCODE = 'P0003', CONSTRAINT = 'fenced';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION jadwal.require_finished IS 'A job''s plan is committed with the end of the job, which needs the lease';
CREATE CONSTRAINT TRIGGER plan_finished AFTER INSERT ON jadwal.plan_version
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.job_id IS NOT NULL)
  EXECUTE FUNCTION jadwal.require_finished();

CREATE FUNCTION jadwal.due_before(day int, at_time time, zone text, moment timestamptz) RETURNS timestamptz
  LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT max(due) FROM (
    SELECT ((moment AT TIME ZONE zone)::date - k + at_time) AT TIME ZONE zone AS due
    FROM generate_series(-1, 8) k
    WHERE extract(isodow FROM (moment AT TIME ZONE zone)::date - k) = day) times
  WHERE due <= moment
$$;
COMMENT ON FUNCTION jadwal.due_before IS 'When it was last that time on that day of the week, by the clock of a zone';

CREATE FUNCTION jadwal.set_schedule(
  d int, p int, day int, at_time time, zone text, search_seconds int, said text, shall_publish boolean DEFAULT false
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
BEGIN
  IF NOT EXISTS (SELECT FROM pg_timezone_names WHERE name = zone) THEN
    RAISE EXCEPTION 'no such time zone' USING ERRCODE = '23514', CONSTRAINT = 'schedule_time_zone';
  END IF;
  -- What was due before somebody asked for it is not missed.
  INSERT INTO jadwal.schedule (domain_id, programme_id, weekday, local_time, time_zone, seconds, publish, last_due, added_by)
    VALUES (d, p, day, at_time, zone, search_seconds, shall_publish, jadwal.due_before(day, at_time, zone, clock_timestamp()), who)
    ON CONFLICT (domain_id, programme_id, weekday, local_time)
      DO UPDATE SET time_zone = excluded.time_zone, seconds = excluded.seconds, publish = excluded.publish,
        last_due = excluded.last_due, added_by = excluded.added_by;
  PERFORM jadwal.audit_append(d, who, 'schedule', jadwal.programme_name(d, p), NULL,
    jsonb_build_object('weekday', day, 'time', at_time, 'zone', zone, 'seconds', search_seconds, 'publish', shall_publish));
END $$;
COMMENT ON FUNCTION jadwal.set_schedule IS 'Adds a weekly run, or changes the one at that time';

CREATE FUNCTION jadwal.remove_schedule(d int, p int, day int, at_time time, said text)
  RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
BEGIN
  DELETE FROM jadwal.schedule WHERE (domain_id, programme_id, weekday, local_time) = (d, p, day, at_time);
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM jadwal.audit_append(d, who, 'unschedule', jadwal.programme_name(d, p), NULL,
    jsonb_build_object('weekday', day, 'time', at_time));
  RETURN true;
END $$;
COMMENT ON FUNCTION jadwal.remove_schedule IS 'Takes a weekly run away; false where there was none';

GRANT EXECUTE ON FUNCTION jadwal.claim, jadwal.renew, jadwal.finish, jadwal.standing, jadwal.rescue TO jadwal_worker;
GRANT EXECUTE ON FUNCTION jadwal.enqueue TO jadwal_coordinator, jadwal_worker;
GRANT EXECUTE ON FUNCTION jadwal.cancel, jadwal.retry, jadwal.set_schedule, jadwal.remove_schedule TO jadwal_coordinator;
GRANT SELECT ON jadwal.job TO jadwal_coordinator;
GRANT SELECT ON jadwal.schedule TO jadwal_coordinator, jadwal_worker;
