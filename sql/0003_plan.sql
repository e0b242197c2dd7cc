-- Plan versions, what they assign, and their life up to approval.
SET LOCAL ROLE jadwal_owner;

CREATE TABLE jadwal.plan_version (
  domain_id int NOT NULL,
  programme_id int NOT NULL,
  version int NOT NULL,
  base_version int,
  dataset int NOT NULL,
  job_id bigint,
  state text COLLATE "C" NOT NULL DEFAULT 'draft',
  seed numeric(20) NOT NULL,
  threads int NOT NULL,
  iterations bigint NOT NULL,
  seconds double precision NOT NULL,
  engine_version text NOT NULL,
  cost bigint NOT NULL,
  coverage bigint NOT NULL,
  lower_bound bigint NOT NULL,
  terms jsonb NOT NULL,
  hard_violations int NOT NULL,
  placed int NOT NULL,
  unplaced int NOT NULL,
  plan_json bytea NOT NULL,
  bound_json bytea NOT NULL,
  content_sha256 bytea,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  submitted_by text,
  submitted_at timestamptz,
  approved_by text,
  approved_at timestamptz,
  by_one_person boolean NOT NULL DEFAULT false,
  published_by text,
  published_at timestamptz,
  closed_by text,
  closed_at timestamptz,
  reason text,
  PRIMARY KEY (domain_id, programme_id, version),
  FOREIGN KEY (domain_id, programme_id) REFERENCES jadwal.programme,
  FOREIGN KEY (domain_id, programme_id, dataset) REFERENCES jadwal.dataset_version,
  CONSTRAINT plan_base FOREIGN KEY (domain_id, programme_id, base_version) REFERENCES jadwal.plan_version,
  CONSTRAINT one_version_per_job UNIQUE (domain_id, job_id),
  CONSTRAINT plan_number CHECK (version > 0 AND base_version < version),
  CONSTRAINT plan_state CHECK (state IN
    ('draft', 'submitted', 'approved', 'published', 'superseded', 'rejected', 'withdrawn')),
  CONSTRAINT plan_figures CHECK (cost >= 0 AND coverage BETWEEN 0 AND cost AND lower_bound BETWEEN 0 AND cost
    AND hard_violations >= 0 AND placed >= 0 AND unplaced >= 0 AND seed >= 0 AND threads > 0 AND iterations >= 0),
  CONSTRAINT plan_hash CHECK (octet_length(content_sha256) = 32),
  CONSTRAINT plan_names CHECK (length(engine_version) <= 64 AND length(reason) <= 4000),
  CONSTRAINT four_eyes CHECK (approved_by IS NULL OR by_one_person OR approved_by <> submitted_by),
  CONSTRAINT submitted_by_someone CHECK (state NOT IN ('submitted', 'approved', 'published', 'superseded')
    OR (submitted_by IS NOT NULL AND submitted_at IS NOT NULL AND content_sha256 IS NOT NULL)),
  CONSTRAINT publishable CHECK (state NOT IN ('published', 'superseded')
    OR (hard_violations = 0 AND approved_by IS NOT NULL AND published_by IS NOT NULL AND published_at IS NOT NULL))
);
CREATE UNIQUE INDEX one_published ON jadwal.plan_version (domain_id, programme_id) WHERE state = 'published';
COMMENT ON TABLE jadwal.plan_version IS
  'Numbered plans: drafted, submitted, approved, published, superseded; or rejected or withdrawn. Never changed after the draft';
COMMENT ON COLUMN jadwal.plan_version.domain_id IS 'The booking domain';
COMMENT ON COLUMN jadwal.plan_version.programme_id IS 'The programme';
COMMENT ON COLUMN jadwal.plan_version.version IS 'From 1';
COMMENT ON COLUMN jadwal.plan_version.base_version IS 'What was published when it was made; publishing it replaces that and no other';
COMMENT ON COLUMN jadwal.plan_version.dataset IS 'The dataset version it was made from';
COMMENT ON COLUMN jadwal.plan_version.job_id IS 'The job that made it; null where a person ran the planner';
COMMENT ON COLUMN jadwal.plan_version.state IS 'draft, submitted, approved, published, superseded, rejected or withdrawn';
COMMENT ON COLUMN jadwal.plan_version.seed IS 'Where the search''s random numbers started';
COMMENT ON COLUMN jadwal.plan_version.threads IS 'Threads that searched';
COMMENT ON COLUMN jadwal.plan_version.iterations IS 'Moves of all threads';
COMMENT ON COLUMN jadwal.plan_version.seconds IS 'How long it took';
COMMENT ON COLUMN jadwal.plan_version.engine_version IS 'The planner''s version';
COMMENT ON COLUMN jadwal.plan_version.cost IS 'Lower is better';
COMMENT ON COLUMN jadwal.plan_version.coverage IS 'The part of the cost that is what is not taught';
COMMENT ON COLUMN jadwal.plan_version.lower_bound IS 'No plan of this dataset can cost less';
COMMENT ON COLUMN jadwal.plan_version.terms IS 'By term: amount, weight, cost';
COMMENT ON COLUMN jadwal.plan_version.hard_violations IS 'Hard rules broken, as an independent check found; 0 or it cannot be published';
COMMENT ON COLUMN jadwal.plan_version.placed IS 'Sessions placed';
COMMENT ON COLUMN jadwal.plan_version.unplaced IS 'Sessions not placed';
COMMENT ON COLUMN jadwal.plan_version.plan_json IS 'The bytes of plan.json';
COMMENT ON COLUMN jadwal.plan_version.bound_json IS 'The bytes of bound.json, the certificate of the lower bound';
COMMENT ON COLUMN jadwal.plan_version.content_sha256 IS 'SHA-256 over all assignments and both documents; set when the version is complete';
COMMENT ON COLUMN jadwal.plan_version.created_by IS 'The author';
COMMENT ON COLUMN jadwal.plan_version.created_at IS 'When it was stored';
COMMENT ON COLUMN jadwal.plan_version.submitted_by IS 'Who put it forward';
COMMENT ON COLUMN jadwal.plan_version.submitted_at IS 'When';
COMMENT ON COLUMN jadwal.plan_version.approved_by IS 'Who approved it: somebody else, unless by_one_person';
COMMENT ON COLUMN jadwal.plan_version.approved_at IS 'When';
COMMENT ON COLUMN jadwal.plan_version.by_one_person IS 'The programme''s policy allowed one person to do both when it was approved';
COMMENT ON COLUMN jadwal.plan_version.published_by IS 'Who published it';
COMMENT ON COLUMN jadwal.plan_version.published_at IS 'When';
COMMENT ON COLUMN jadwal.plan_version.closed_by IS 'Who rejected, withdrew or superseded it';
COMMENT ON COLUMN jadwal.plan_version.closed_at IS 'When';
COMMENT ON COLUMN jadwal.plan_version.reason IS 'Why it was rejected or withdrawn';

CREATE TABLE jadwal.assignment (
  domain_id int NOT NULL,
  programme_id int NOT NULL,
  version int NOT NULL,
  session text COLLATE "C" NOT NULL,
  starts_at timestamptz NOT NULL,
  minutes int NOT NULL,
  lead text COLLATE "C" NOT NULL,
  assistants text[] NOT NULL,
  venue text COLLATE "C",
  cohorts text[] NOT NULL,
  member_states text[] NOT NULL,
  PRIMARY KEY (domain_id, programme_id, version, session),
  FOREIGN KEY (domain_id, programme_id, version) REFERENCES jadwal.plan_version,
  CONSTRAINT assignment_minutes CHECK (minutes BETWEEN 1 AND 1440),
  CONSTRAINT assignment_whole CHECK (cardinality(cohorts) > 0 AND cardinality(member_states) > 0),
  CONSTRAINT assignment_text CHECK (octet_length(session) <= 200
    AND concat_ws(' ', session, lead, venue, array_to_string(assistants, ' '), array_to_string(cohorts, ' '),
      array_to_string(member_states, ' ')) !~ '[|;\\[:cntrl:]]')
);
COMMENT ON TABLE jadwal.assignment IS 'Where and with whom each placed session of a plan version is';
COMMENT ON COLUMN jadwal.assignment.domain_id IS 'The booking domain';
COMMENT ON COLUMN jadwal.assignment.programme_id IS 'The programme';
COMMENT ON COLUMN jadwal.assignment.version IS 'The plan version';
COMMENT ON COLUMN jadwal.assignment.session IS 'chain/number, as in assignments.csv';
COMMENT ON COLUMN jadwal.assignment.starts_at IS 'When it starts';
COMMENT ON COLUMN jadwal.assignment.minutes IS 'How long it takes';
COMMENT ON COLUMN jadwal.assignment.lead IS 'The trainer who leads';
COMMENT ON COLUMN jadwal.assignment.assistants IS 'The other trainers, by id';
COMMENT ON COLUMN jadwal.assignment.venue IS 'The room; null online';
COMMENT ON COLUMN jadwal.assignment.cohorts IS 'Who attends';
COMMENT ON COLUMN jadwal.assignment.member_states IS 'Of its cohorts, each once';

-- What may happen to a version.
CREATE FUNCTION jadwal.guard_plan() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  content jadwal.plan_version;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'plan versions are kept' USING ERRCODE = '42501';
  END IF;
  IF (OLD.state, NEW.state) NOT IN (
    ('draft', 'draft'), ('draft', 'submitted'), ('submitted', 'approved'), ('approved', 'published'),
    ('published', 'superseded'), ('submitted', 'rejected'), ('approved', 'rejected'),
    ('draft', 'withdrawn'), ('submitted', 'withdrawn'), ('approved', 'withdrawn'), ('published', 'withdrawn'))
  THEN
    RAISE EXCEPTION 'a version that is % cannot become %', OLD.state, NEW.state
      USING ERRCODE = '23514', CONSTRAINT = 'plan_transition';
  END IF;
  -- But for who moved it when and why, byte for byte.
  content := NEW;
  content.state := OLD.state;
  content.submitted_by := OLD.submitted_by;
  content.submitted_at := OLD.submitted_at;
  content.approved_by := OLD.approved_by;
  content.approved_at := OLD.approved_at;
  content.by_one_person := OLD.by_one_person;
  content.published_by := OLD.published_by;
  content.published_at := OLD.published_at;
  content.closed_by := OLD.closed_by;
  content.closed_at := OLD.closed_at;
  content.reason := OLD.reason;
  IF OLD.content_sha256 IS NOT NULL AND OLD *<> content
  THEN
    RAISE EXCEPTION 'a plan version is never changed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION jadwal.guard_plan IS 'The ways from state to state, and nothing else, change a version';
CREATE TRIGGER plan_guarded BEFORE UPDATE OR DELETE ON jadwal.plan_version
  FOR EACH ROW EXECUTE FUNCTION jadwal.guard_plan();
CREATE TRIGGER plan_version_untruncated BEFORE TRUNCATE ON jadwal.plan_version
  FOR EACH STATEMENT EXECUTE FUNCTION jadwal.refuse_change();

CREATE FUNCTION jadwal.refuse_complete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT domain_id, programme_id, version FROM added) a
    JOIN jadwal.plan_version v USING (domain_id, programme_id, version)
    WHERE v.content_sha256 IS NOT NULL OR v.state <> 'draft')
  THEN
    RAISE EXCEPTION 'this plan version is complete' USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION jadwal.refuse_complete IS 'Nothing is added to a plan version that is complete';
CREATE TRIGGER assignment_open AFTER INSERT ON jadwal.assignment REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION jadwal.refuse_complete();
CREATE TRIGGER assignment_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON jadwal.assignment
  FOR EACH STATEMENT EXECUTE FUNCTION jadwal.refuse_change();

CREATE FUNCTION jadwal.require_complete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM jadwal.plan_version v
    WHERE (v.domain_id, v.programme_id, v.version) = (NEW.domain_id, NEW.programme_id, NEW.version)
      AND v.content_sha256 IS NOT NULL)
  THEN
    RAISE EXCEPTION 'a plan version is stored as a whole' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION jadwal.require_complete IS 'No plan version is committed before it is complete';
CREATE CONSTRAINT TRIGGER plan_whole AFTER INSERT ON jadwal.plan_version
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION jadwal.require_complete();

CREATE FUNCTION jadwal.content_sha256(d int, p int, v int) RETURNS bytea LANGUAGE sql STABLE
  SET search_path = pg_catalog, jadwal, pg_temp SET jit = off AS $$
  SELECT sha256(sha256(plan_json) || sha256(bound_json) || sha256(convert_to(coalesce((
    SELECT string_agg(
      a.session || '|' || date_part('epoch', a.starts_at)::bigint || '|' || a.minutes || '|' || a.lead || '|'
        || array_to_string(a.assistants, ';') || '|' || coalesce(a.venue, '') || '|'
        || array_to_string(a.cohorts, ';') || '|' || array_to_string(a.member_states, ';') || E'\n',
      '')
    FROM (
      SELECT * FROM jadwal.assignment
      WHERE (domain_id, programme_id, version) = (d, p, v)
      ORDER BY domain_id, programme_id, version, session) a), ''), 'UTF8')))
  FROM jadwal.plan_version WHERE (domain_id, programme_id, version) = (d, p, v)
$$;
COMMENT ON FUNCTION jadwal.content_sha256 IS
  'SHA-256 over those of plan.json, of bound.json, and of all assignments by session, one a line';

CREATE FUNCTION jadwal.open_plan(
  d int, p int, of_dataset int, of_job bigint, its_seed numeric, its_threads int, its_iterations bigint,
  its_seconds double precision, its_engine text, its_cost bigint, its_coverage bigint,
  its_lower_bound bigint, its_terms jsonb, violations int, count_placed int, count_unplaced int,
  document bytea, certificate bytea, said text
) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
  v int;
  base int;
BEGIN
  UPDATE jadwal.programme SET head_version = head_version + 1
    WHERE (domain_id, programme_id) = (d, p) RETURNING head_version, published_version INTO v, base;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such programme' USING ERRCODE = 'P0002'; END IF;
  INSERT INTO jadwal.plan_version (
    domain_id, programme_id, version, base_version, dataset, job_id, seed, threads, iterations,
    seconds, engine_version, cost, coverage, lower_bound, terms, hard_violations, placed, unplaced,
    plan_json, bound_json, created_by)
  VALUES (
    d, p, v, base, of_dataset, of_job, its_seed, its_threads, its_iterations,
    its_seconds, its_engine, its_cost, its_coverage, its_lower_bound, its_terms, violations,
    count_placed, count_unplaced, document, certificate, who);
  RETURN v;
END $$;
COMMENT ON FUNCTION jadwal.open_plan IS 'Begins a plan version; its assignments follow in the same transaction';

CREATE FUNCTION jadwal.true_assignments(d int, p int, v int, of_dataset int) RETURNS int LANGUAGE sql STABLE
  SET search_path = pg_catalog, jadwal, pg_temp
  SET enable_nestloop = off SET enable_mergejoin = off SET jit = off SET work_mem = '64MB' AS $$
  SELECT count(*)::int
  FROM (
    SELECT h.chain || '/' || n AS session, h.minutes, h.cohorts, h.member_states
    FROM jadwal.chain h CROSS JOIN LATERAL generate_series(1, h.sessions) n
    WHERE (h.domain_id, h.programme_id, h.dataset) = (d, p, of_dataset)) asked
  JOIN (
    SELECT session, minutes, cohorts, member_states FROM jadwal.assignment
    WHERE (domain_id, programme_id, version) = (d, p, v)) a USING (session, minutes, cohorts, member_states)
$$;
COMMENT ON FUNCTION jadwal.true_assignments IS
  'Assignments of sessions that the dataset asks for, as long and for the cohorts and member states that it says';

CREATE FUNCTION jadwal.seal_plan(d int, p int, v int, said text) RETURNS bytea
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
  plan jadwal.plan_version;
  counted int;
BEGIN
  SELECT * INTO plan FROM jadwal.plan_version
    WHERE (domain_id, programme_id, version) = (d, p, v) FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such version' USING ERRCODE = 'P0002'; END IF;
  SELECT count(*) INTO counted FROM jadwal.assignment
    WHERE (domain_id, programme_id, version) = (d, p, v);
  IF counted <> plan.placed THEN
    RAISE EXCEPTION 'the version places % sessions and has % assignments', plan.placed, counted
      USING ERRCODE = '23514', CONSTRAINT = 'plan_placed';
  END IF;
  -- Else a session that leaves out a cohort, or is said to be short, would be booked beside another.
  IF jadwal.true_assignments(d, p, v, plan.dataset) <> counted THEN
    RAISE EXCEPTION 'assignments are not of the sessions that the dataset asks for'
      USING ERRCODE = '23514', CONSTRAINT = 'plan_sessions';
  END IF;
  UPDATE jadwal.plan_version SET content_sha256 = jadwal.content_sha256(d, p, v)
    WHERE (domain_id, programme_id, version) = (d, p, v) RETURNING content_sha256 INTO plan.content_sha256;
  PERFORM jadwal.audit_append(d, who, 'store',
    (SELECT name FROM jadwal.programme WHERE (domain_id, programme_id) = (d, p)), v,
    jsonb_build_object('content', encode(plan.content_sha256, 'hex'), 'dataset', plan.dataset, 'job', plan.job_id));
  RETURN plan.content_sha256;
END $$;
COMMENT ON FUNCTION jadwal.seal_plan IS 'Completes a plan version and gives back its content hash';

CREATE FUNCTION jadwal.locked_plan(d int, p int, v int) RETURNS jadwal.plan_version
  LANGUAGE plpgsql SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  plan jadwal.plan_version;
BEGIN
  PERFORM FROM jadwal.programme WHERE (domain_id, programme_id) = (d, p) FOR UPDATE;
  SELECT * INTO plan FROM jadwal.plan_version
    WHERE (domain_id, programme_id, version) = (d, p, v) FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such version' USING ERRCODE = 'P0002'; END IF;
  RETURN plan;
END $$;
COMMENT ON FUNCTION jadwal.locked_plan IS 'A version that nobody else can move until the transaction ends';

CREATE FUNCTION jadwal.programme_name(d int, p int) RETURNS text LANGUAGE sql STABLE
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  SELECT name FROM jadwal.programme WHERE (domain_id, programme_id) = (d, p)
$$;
COMMENT ON FUNCTION jadwal.programme_name IS 'A programme''s name, for the audit';

CREATE FUNCTION jadwal.submit(d int, p int, v int, said text) RETURNS bytea
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
BEGIN
  PERFORM jadwal.locked_plan(d, p, v);
  UPDATE jadwal.plan_version SET state = 'submitted', submitted_by = who, submitted_at = clock_timestamp()
    WHERE (domain_id, programme_id, version) = (d, p, v);
  RETURN jadwal.audit_append(d, who, 'submit', jadwal.programme_name(d, p), v, NULL);
END $$;
COMMENT ON FUNCTION jadwal.submit IS 'Draft to submitted';

CREATE FUNCTION jadwal.approve(d int, p int, v int, said text) RETURNS bytea
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
BEGIN
  PERFORM jadwal.locked_plan(d, p, v);
  UPDATE jadwal.plan_version SET state = 'approved', approved_by = who, approved_at = clock_timestamp(),
      by_one_person = (SELECT one_person FROM jadwal.programme WHERE (domain_id, programme_id) = (d, p))
    WHERE (domain_id, programme_id, version) = (d, p, v);
  RETURN jadwal.audit_append(d, who, 'approve', jadwal.programme_name(d, p), v, NULL);
END $$;
COMMENT ON FUNCTION jadwal.approve IS 'Submitted to approved, by somebody else unless the programme''s policy is one-person';

CREATE FUNCTION jadwal.reject(d int, p int, v int, why text, said text) RETURNS bytea
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
BEGIN
  PERFORM jadwal.locked_plan(d, p, v);
  UPDATE jadwal.plan_version SET state = 'rejected', closed_by = who, closed_at = clock_timestamp(), reason = why
    WHERE (domain_id, programme_id, version) = (d, p, v);
  RETURN jadwal.audit_append(d, who, 'reject', jadwal.programme_name(d, p), v, jsonb_build_object('reason', why));
END $$;
COMMENT ON FUNCTION jadwal.reject IS 'Submitted or approved to rejected';

GRANT EXECUTE ON FUNCTION jadwal.open_plan, jadwal.seal_plan, jadwal.content_sha256
  TO jadwal_coordinator, jadwal_worker;
GRANT EXECUTE ON FUNCTION jadwal.submit, jadwal.approve, jadwal.reject TO jadwal_coordinator;
GRANT SELECT ON jadwal.plan_version, jadwal.assignment TO jadwal_coordinator, jadwal_worker;
GRANT INSERT ON jadwal.assignment TO jadwal_coordinator, jadwal_worker;
