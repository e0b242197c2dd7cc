-- What the published plans occupy, and how a plan is published and withdrawn.
SET LOCAL ROLE jadwal_owner;

CREATE TABLE jadwal.resource (
  domain_id int NOT NULL REFERENCES jadwal.domain,
  resource_id int GENERATED ALWAYS AS IDENTITY,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('trainer', 'venue', 'cohort')),
  name text COLLATE "C" NOT NULL,
  PRIMARY KEY (domain_id, resource_id),
  CONSTRAINT resource_name_unique UNIQUE (domain_id, kind, name)
);
COMMENT ON TABLE jadwal.resource IS 'Everybody and every room that was ever booked in a domain';
COMMENT ON COLUMN jadwal.resource.domain_id IS 'The booking domain, in which the same id is the same person or room';
COMMENT ON COLUMN jadwal.resource.resource_id IS 'A number that is short in bookings';
COMMENT ON COLUMN jadwal.resource.kind IS 'trainer, venue or cohort';
COMMENT ON COLUMN jadwal.resource.name IS 'The id in the datasets';

CREATE TABLE jadwal.booking (
  domain_id int NOT NULL,
  resource_id int NOT NULL,
  slot int NOT NULL,
  programme_id int NOT NULL,
  session text COLLATE "C" NOT NULL,
  CONSTRAINT no_double_booking PRIMARY KEY (domain_id, resource_id, slot)
);
COMMENT ON TABLE jadwal.booking IS
  'What the published plans occupy, and only that: a trainer, venue or cohort once a slot, across all programmes of a domain';
COMMENT ON COLUMN jadwal.booking.domain_id IS 'The booking domain';
COMMENT ON COLUMN jadwal.booking.resource_id IS 'Who or what is occupied';
COMMENT ON COLUMN jadwal.booking.slot IS 'Minutes since 1970-01-01T00:00Z divided by the domain''s grid, rounded down';
COMMENT ON COLUMN jadwal.booking.programme_id IS 'The programme whose plan in force it is';
COMMENT ON COLUMN jadwal.booking.session IS 'The session';

-- Without a search path of its own, so that the planner can put it into the queries that use it.
CREATE FUNCTION jadwal.occupied(
  starts_at timestamptz, minutes int, lead text, assistants text[], venue text, cohorts text[],
  grid_minutes int)
  RETURNS TABLE (kind text, name text, slot int) LANGUAGE sql IMMUTABLE AS $$
  SELECT u.kind, u.name, s.slot
  FROM (
    SELECT 'trainer' AS kind, lead AS name
    UNION ALL SELECT 'trainer', unnest(assistants)
    UNION ALL SELECT 'venue', venue WHERE venue IS NOT NULL
    UNION ALL SELECT 'cohort', unnest(cohorts)) u
  CROSS JOIN LATERAL generate_series(
    floor(date_part('epoch', starts_at) / (60 * grid_minutes))::int,
    ceil((date_part('epoch', starts_at) + 60 * minutes) / (60 * grid_minutes))::int - 1) AS s (slot)
$$;
COMMENT ON FUNCTION jadwal.occupied IS 'The slots that a session touches, of each trainer, venue and cohort in it';

CREATE VIEW jadwal.planned_slot WITH (security_invoker = true) AS
  SELECT a.domain_id, a.programme_id, a.version, a.session, o.kind, o.name, o.slot
  FROM jadwal.assignment a
  JOIN jadwal.domain d USING (domain_id)
  CROSS JOIN LATERAL jadwal.occupied(
    a.starts_at, a.minutes, a.lead, a.assistants, a.venue, a.cohorts, d.grid_minutes) o;
COMMENT ON VIEW jadwal.planned_slot IS 'Every slot that a plan version takes: of each trainer, venue and cohort';

-- Versions are new to the planner's statistics, which would have it compare every session with every
-- other: joins are hashed here, and find room for it.
CREATE FUNCTION jadwal.changed_sessions(d int, p int, v1 int, v2 int) RETURNS text[]
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, jadwal, pg_temp
  SET enable_nestloop = off SET enable_mergejoin = off SET jit = off SET work_mem = '64MB' AS $$
  SELECT coalesce(array_agg(session), '{}')
  FROM (SELECT * FROM jadwal.assignment
        WHERE (domain_id, programme_id, version) = (d, p, v1)) o
  FULL JOIN (SELECT * FROM jadwal.assignment
        WHERE (domain_id, programme_id, version) = (d, p, v2)) n USING (session)
  WHERE (o.starts_at, o.minutes, o.lead, o.assistants, o.venue, o.cohorts)
    IS DISTINCT FROM (n.starts_at, n.minutes, n.lead, n.assistants, n.venue, n.cohorts)
$$;
COMMENT ON FUNCTION jadwal.changed_sessions IS 'Sessions that differ between two versions; all of v2 where v1 is null';

CREATE FUNCTION jadwal.slots_of(d int, p int, v int, changed text[])
  RETURNS TABLE (resource_id int, slot int, session text) LANGUAGE plpgsql STABLE ROWS 1000
  SET search_path = pg_catalog, jadwal, pg_temp
  SET enable_hashjoin = on SET enable_nestloop = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
  grid int := (SELECT grid_minutes FROM jadwal.domain WHERE domain_id = d);
BEGIN
  -- Each OFFSET 0 keeps its part apart: first the sessions, then their slots, then the numbers.
  RETURN QUERY
    SELECT r.resource_id, e.slot, e.session
    FROM (
      SELECT a.session, o.kind, o.name, o.slot
      FROM (
        SELECT i.* FROM unnest(changed) c (session) CROSS JOIN LATERAL (
          SELECT * FROM jadwal.assignment f
          WHERE (f.domain_id, f.programme_id, f.version, f.session) = (d, p, v, c.session) OFFSET 0) i
        OFFSET 0) a
      CROSS JOIN LATERAL jadwal.occupied(
        a.starts_at, a.minutes, a.lead, a.assistants, a.venue, a.cohorts, grid) o OFFSET 0) e
    JOIN jadwal.resource r ON (r.domain_id, r.kind, r.name) = (d, e.kind, e.name);
END $$;
COMMENT ON FUNCTION jadwal.slots_of IS 'The slots of some sessions of a version, with the numbers of whom they occupy';

CREATE FUNCTION jadwal.register(d int, p int, v int, changed text[]) RETURNS void LANGUAGE sql
  SET search_path = pg_catalog, jadwal, pg_temp
  SET enable_nestloop = off SET enable_mergejoin = off SET jit = off AS $$
  WITH a AS MATERIALIZED (
    SELECT i.* FROM unnest(changed) c (session) CROSS JOIN LATERAL (
      SELECT lead, assistants, venue, cohorts FROM jadwal.assignment
      WHERE (domain_id, programme_id, version, session) = (d, p, v, c.session) OFFSET 0) i)
  INSERT INTO jadwal.resource (domain_id, kind, name)
    SELECT DISTINCT d, u.kind, u.name
    FROM (
      SELECT 'trainer' AS kind, lead AS name FROM a
      UNION ALL SELECT 'trainer', unnest(assistants) FROM a
      UNION ALL SELECT 'venue', venue FROM a WHERE venue IS NOT NULL
      UNION ALL SELECT 'cohort', unnest(cohorts) FROM a) u
    WHERE NOT EXISTS (
      SELECT FROM jadwal.resource r WHERE (r.domain_id, r.kind, r.name) = (d, u.kind, u.name))
    ON CONFLICT DO NOTHING
$$;
COMMENT ON FUNCTION jadwal.register IS 'Gives a number to everybody and every room in some sessions of a version';

-- Looks each slot up by its key: a difference is small beside all that is booked.
CREATE FUNCTION jadwal.free_bookings(d int, p int, v int, changed text[]) RETURNS int
  LANGUAGE plpgsql
  SET search_path = pg_catalog, jadwal, pg_temp
  SET enable_hashjoin = off SET enable_mergejoin = off SET enable_memoize = off SET jit = off AS $$
DECLARE
  freed int;
BEGIN
  DELETE FROM jadwal.booking b USING (
    SELECT i.ctid FROM jadwal.slots_of(d, p, v, changed) s CROSS JOIN LATERAL (
      SELECT f.ctid FROM jadwal.booking f
      WHERE (f.domain_id, f.resource_id, f.slot, f.programme_id) = (d, s.resource_id, s.slot, p) OFFSET 0) i) gone
    WHERE b.ctid = gone.ctid;
  GET DIAGNOSTICS freed = ROW_COUNT;
  RETURN freed;
END $$;
COMMENT ON FUNCTION jadwal.free_bookings IS 'Gives back what sessions of a published version occupy';

CREATE FUNCTION jadwal.publish(
  d int, p int, v int, seen int, said text, OUT booked int, OUT freed int, OUT head bytea
) LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp SET jit = off AS $$
DECLARE
  who text := jadwal.acting(said);
  its_name text;
  standing int;
  plan jadwal.plan_version;
  changed text[];
  clash record;
BEGIN
  SELECT name, published_version INTO its_name, standing FROM jadwal.programme
    WHERE (domain_id, programme_id) = (d, p) FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such programme' USING ERRCODE = 'P0002'; END IF;
  IF standing IS DISTINCT FROM seen THEN
    RAISE EXCEPTION '% is published now, not %',
      coalesce('version ' || standing, 'no version'), coalesce('version ' || seen, 'none')
      USING ERRCODE = '40001', CONSTRAINT = 'published_version_moved';
  END IF;
  plan := jadwal.locked_plan(d, p, v);
  IF plan.content_sha256 IS DISTINCT FROM jadwal.content_sha256(d, p, v) THEN
    RAISE EXCEPTION 'the version is not what was stored: its content hash differs'
      USING ERRCODE = '23514', CONSTRAINT = 'content_hash_agrees';
  END IF;
  changed := jadwal.changed_sessions(d, p, standing, v);
  freed := CASE WHEN standing IS NULL THEN 0 ELSE jadwal.free_bookings(d, p, standing, changed) END;
  PERFORM jadwal.register(d, p, v, changed);
  BEGIN
    INSERT INTO jadwal.booking (domain_id, resource_id, slot, programme_id, session)
      SELECT d, s.resource_id, s.slot, p, s.session FROM jadwal.slots_of(d, p, v, changed) s;
    GET DIAGNOSTICS booked = ROW_COUNT;
  EXCEPTION WHEN unique_violation THEN
    SELECT r.kind, r.name, s.session AS ours, other.session AS theirs, other.programme INTO clash
      FROM jadwal.slots_of(d, p, v, changed) s
      JOIN jadwal.resource r ON (r.domain_id, r.resource_id) = (d, s.resource_id)
      JOIN LATERAL (
        SELECT b.session, jadwal.programme_name(d, b.programme_id) AS programme FROM jadwal.booking b
          WHERE (b.domain_id, b.resource_id, b.slot) = (d, s.resource_id, s.slot)
            AND b.programme_id <> p
        LIMIT 1) other ON true
      ORDER BY s.slot, s.session LIMIT 1;
    IF clash IS NULL THEN
      SELECT r.kind, r.name, min(s.session) AS ours, max(s.session) AS theirs, its_name AS programme INTO clash
        FROM jadwal.slots_of(d, p, v, (
          SELECT array_agg(session) FROM jadwal.assignment
          WHERE (domain_id, programme_id, version) = (d, p, v))) s
        JOIN jadwal.resource r ON (r.domain_id, r.resource_id) = (d, s.resource_id)
        GROUP BY r.kind, r.name, s.slot HAVING count(*) > 1 ORDER BY s.slot LIMIT 1;
    END IF;
    RAISE EXCEPTION '% % is booked twice: by % and by % of programme %',
      clash.kind, clash.name, clash.ours, clash.theirs, clash.programme
      USING ERRCODE = '23505', CONSTRAINT = 'no_double_booking';
  END;
  IF standing IS NOT NULL THEN
    UPDATE jadwal.plan_version SET state = 'superseded', closed_by = who, closed_at = clock_timestamp()
      WHERE (domain_id, programme_id, version) = (d, p, standing);
  END IF;
  UPDATE jadwal.plan_version SET state = 'published', published_by = who, published_at = clock_timestamp()
    WHERE (domain_id, programme_id, version) = (d, p, v);
  UPDATE jadwal.programme SET published_version = v WHERE (domain_id, programme_id) = (d, p);
  head := jadwal.audit_append(d, who, 'publish', its_name, v, jsonb_build_object(
    'replaces', standing, 'changed', cardinality(changed), 'booked', booked, 'freed', freed,
    'content', encode(plan.content_sha256, 'hex')));
END $$;
COMMENT ON FUNCTION jadwal.publish IS
  'Approved to published, where what is published is still the version that was seen; writes the difference to the bookings';

CREATE FUNCTION jadwal.withdraw(d int, p int, v int, why text, said text) RETURNS bytea
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
  plan jadwal.plan_version := jadwal.locked_plan(d, p, v);
  freed int := 0;
BEGIN
  IF plan.state = 'published' THEN
    IF NOT pg_has_role(session_user, 'jadwal_coordinator', 'MEMBER') THEN
      RAISE EXCEPTION 'a published version is withdrawn by a coordinator' USING ERRCODE = '42501';
    END IF;
    DELETE FROM jadwal.booking WHERE (domain_id, programme_id) = (d, p);
    GET DIAGNOSTICS freed = ROW_COUNT;
    UPDATE jadwal.programme SET published_version = NULL WHERE (domain_id, programme_id) = (d, p);
  ELSIF plan.created_by <> who THEN
    RAISE EXCEPTION 'only its author withdraws a version that is not published' USING ERRCODE = '42501';
  END IF;
  UPDATE jadwal.plan_version SET state = 'withdrawn', closed_by = who, closed_at = clock_timestamp(), reason = why
    WHERE (domain_id, programme_id, version) = (d, p, v);
  RETURN jadwal.audit_append(d, who, 'withdraw', jadwal.programme_name(d, p), v,
    jsonb_build_object('reason', why, 'was', plan.state, 'freed', freed));
END $$;
COMMENT ON FUNCTION jadwal.withdraw IS
  'Its author takes a version back; a coordinator the published one, whose bookings end';

GRANT EXECUTE ON FUNCTION jadwal.occupied TO jadwal_coordinator, jadwal_worker;
GRANT EXECUTE ON FUNCTION jadwal.publish, jadwal.withdraw TO jadwal_coordinator;
GRANT SELECT ON jadwal.resource, jadwal.booking, jadwal.planned_slot TO jadwal_coordinator, jadwal_worker;
