-- Who sees which rows, and views for people.
SET LOCAL ROLE jadwal_owner;

CREATE FUNCTION jadwal.my_states() RETURNS text[] LANGUAGE sql STABLE
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  SELECT coalesce(array_agg(member_state::text), '{}') FROM jadwal.reader_state WHERE role_name = current_user
$$;
COMMENT ON FUNCTION jadwal.my_states IS 'The member states that the current role may see as a reader';
GRANT EXECUTE ON FUNCTION jadwal.my_states TO jadwal_reader, jadwal_coordinator, jadwal_worker;
GRANT SELECT ON jadwal.reader_state TO jadwal_reader, jadwal_coordinator, jadwal_worker;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['domain', 'programme', 'reader_state', 'dataset_version', 'member_state', 'city', 'module',
    'cohort', 'trainer', 'venue', 'chain', 'weight', 'plan_version', 'assignment']
  LOOP
    EXECUTE format('ALTER TABLE jadwal.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE jadwal.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY everything ON jadwal.%I TO jadwal_owner, jadwal_worker, jadwal_coordinator
      USING (true) WITH CHECK (true)', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['member_state', 'city', 'cohort', 'trainer', 'venue'] LOOP
    EXECUTE format('CREATE POLICY own_states ON jadwal.%I FOR SELECT TO jadwal_reader
      USING (member_state = ANY ((SELECT jadwal.my_states())::text[]))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['chain', 'assignment'] LOOP
    EXECUTE format('CREATE POLICY own_states ON jadwal.%I FOR SELECT TO jadwal_reader
      USING (member_states && (SELECT jadwal.my_states()))', t);
  END LOOP;
  -- What has no state of its own is seen where the programme has one of the reader's.
  FOREACH t IN ARRAY ARRAY['programme', 'plan_version'] LOOP
    EXECUTE format('CREATE POLICY own_states ON jadwal.%I FOR SELECT TO jadwal_reader USING (EXISTS (
      SELECT FROM jadwal.member_state s
      WHERE (s.domain_id, s.programme_id) = (%1$I.domain_id, %1$I.programme_id)))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['dataset_version', 'module', 'weight'] LOOP
    EXECUTE format('CREATE POLICY own_states ON jadwal.%I FOR SELECT TO jadwal_reader USING (EXISTS (
      SELECT FROM jadwal.member_state s
      WHERE (s.domain_id, s.programme_id, s.dataset) = (%1$I.domain_id, %1$I.programme_id, %1$I.dataset)))', t);
  END LOOP;
END $$;
CREATE POLICY own_states ON jadwal.domain FOR SELECT TO jadwal_reader USING (EXISTS (
  SELECT FROM jadwal.member_state s WHERE s.domain_id = domain.domain_id));
CREATE POLICY own_states ON jadwal.reader_state FOR SELECT TO jadwal_reader USING (role_name = current_user);

GRANT SELECT ON jadwal.domain, jadwal.programme, jadwal.dataset_version, jadwal.assignment TO jadwal_reader;
-- The documents hold the shares of all states.
GRANT SELECT (domain_id, programme_id, version, base_version, dataset, state, cost, coverage, lower_bound,
  hard_violations, placed, unplaced, created_by, created_at, submitted_by, submitted_at, approved_by,
  approved_at, published_by, published_at, closed_by, closed_at, reason) ON jadwal.plan_version TO jadwal_reader;

CREATE VIEW jadwal.current_plan WITH (security_invoker = true) AS
  SELECT d.name AS domain, p.name AS programme, a.version, a.session, m.module, m.title, a.cohorts,
    a.starts_at, a.starts_at + make_interval(mins => a.minutes) AS ends_at,
    a.starts_at AT TIME ZONE c.time_zone AS local_start, c.time_zone,
    a.lead, a.assistants, a.venue, a.member_states
  FROM jadwal.programme p
  JOIN jadwal.domain d USING (domain_id)
  JOIN jadwal.plan_version v ON (v.domain_id, v.programme_id, v.version) = (p.domain_id, p.programme_id, p.published_version)
  JOIN jadwal.assignment a ON (a.domain_id, a.programme_id, a.version) = (v.domain_id, v.programme_id, v.version)
  JOIN jadwal.chain h ON (h.domain_id, h.programme_id, h.dataset) = (v.domain_id, v.programme_id, v.dataset)
    AND h.chain = regexp_replace(a.session, '/[^/]*$', '')
  JOIN jadwal.module m ON (m.domain_id, m.programme_id, m.dataset, m.module) = (h.domain_id, h.programme_id, h.dataset, h.module)
  LEFT JOIN jadwal.cohort k ON (k.domain_id, k.programme_id, k.dataset, k.cohort) = (h.domain_id, h.programme_id, h.dataset, a.cohorts[1])
  LEFT JOIN jadwal.city c ON (c.domain_id, c.programme_id, c.dataset, c.city) = (k.domain_id, k.programme_id, k.dataset, k.city);
COMMENT ON VIEW jadwal.current_plan IS 'The plans in force: every session placed, with its local start';

CREATE FUNCTION jadwal.plan_changes(in_domain text, in_programme text, v1 int, v2 int)
  RETURNS TABLE (session text, change text,
    old_start timestamptz, new_start timestamptz, old_lead text, new_lead text,
    old_assistants text[], new_assistants text[], old_venue text, new_venue text)
  LANGUAGE sql STABLE SET search_path = pg_catalog, jadwal, pg_temp AS $$
  WITH o AS (
    SELECT a.* FROM jadwal.assignment a JOIN jadwal.programme p USING (domain_id, programme_id)
    JOIN jadwal.domain d USING (domain_id) WHERE (d.name, p.name, a.version) = (in_domain, in_programme, v1)),
  n AS (
    SELECT a.* FROM jadwal.assignment a JOIN jadwal.programme p USING (domain_id, programme_id)
    JOIN jadwal.domain d USING (domain_id) WHERE (d.name, p.name, a.version) = (in_domain, in_programme, v2))
  SELECT session,
    concat_ws(', ',
      CASE WHEN o.version IS NULL THEN 'placed' WHEN n.version IS NULL THEN 'no longer placed' END,
      CASE WHEN o.starts_at <> n.starts_at THEN 'moved' END,
      CASE WHEN o.lead <> n.lead THEN 'other lead' END,
      CASE WHEN o.assistants <> n.assistants THEN 'other assistants' END,
      CASE WHEN o.version IS NOT NULL AND n.version IS NOT NULL AND o.venue IS DISTINCT FROM n.venue THEN 'other venue' END,
      CASE WHEN o.minutes <> n.minutes THEN 'other length' END,
      CASE WHEN o.cohorts <> n.cohorts THEN 'other cohorts' END),
    o.starts_at, n.starts_at, o.lead, n.lead, o.assistants, n.assistants, o.venue, n.venue
  FROM o FULL JOIN n USING (session)
  WHERE (o.starts_at, o.minutes, o.lead, o.assistants, o.venue, o.cohorts)
    IS DISTINCT FROM (n.starts_at, n.minutes, n.lead, n.assistants, n.venue, n.cohorts)
  ORDER BY session
$$;
COMMENT ON FUNCTION jadwal.plan_changes IS 'What differs between two versions of a programme: SELECT * FROM plan_changes(domain, programme, 1, 2)';

CREATE VIEW jadwal.session_outcome WITH (security_invoker = true) AS
  SELECT h.domain_id, h.programme_id, v.version, h.chain, h.chain || '/' || n AS session, n AS number,
    h.module, h.minutes, h.cohorts, h.member_states, a.session IS NOT NULL AS placed
  FROM jadwal.plan_version v
  JOIN jadwal.chain h ON (h.domain_id, h.programme_id, h.dataset) = (v.domain_id, v.programme_id, v.dataset)
  CROSS JOIN LATERAL generate_series(1, h.sessions) n
  LEFT JOIN jadwal.assignment a ON (a.domain_id, a.programme_id, a.version, a.session)
    = (v.domain_id, v.programme_id, v.version, h.chain || '/' || n);
COMMENT ON VIEW jadwal.session_outcome IS 'Every session that a plan version''s dataset asks for, and whether it is placed';

CREATE VIEW jadwal.cohort_outcome WITH (security_invoker = true) AS
  SELECT s.domain_id, s.programme_id, s.version, k.cohort, k.member_state, k.groups, k.priority,
    sum(k.size::bigint * s.minutes) AS asked,
    coalesce(sum(k.size::bigint * s.minutes) FILTER (WHERE s.placed), 0)::bigint AS placed,
    sum(CASE WHEN s.placed THEN 0 ELSE k.priority * ceil(k.size::numeric * s.minutes / 60) END)::bigint AS unplaced_amount
  FROM jadwal.session_outcome s
  JOIN jadwal.plan_version v USING (domain_id, programme_id, version)
  JOIN jadwal.cohort k ON (k.domain_id, k.programme_id, k.dataset) = (v.domain_id, v.programme_id, v.dataset)
    AND k.cohort = ANY (s.cohorts)
  GROUP BY s.domain_id, s.programme_id, s.version, k.cohort, k.member_state, k.groups, k.priority;
COMMENT ON VIEW jadwal.cohort_outcome IS 'By plan version and cohort: learner-minutes asked and placed, and its part of the term unplaced';

CREATE FUNCTION jadwal.inequity(priority int, asked numeric, unplaced numeric) RETURNS bigint
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT (priority * div(asked * div(1000 * unplaced, asked) * div(1000 * unplaced, asked), 60000000))::bigint
$$;
COMMENT ON FUNCTION jadwal.inequity IS 'A part of the term inequity: learner-minutes asked, times the square of the share unplaced';

CREATE VIEW jadwal.equity_by_state WITH (security_invoker = true) AS
  SELECT d.name AS domain, p.name AS programme, o.version, o.member_state, m.name, m.priority,
    sum(o.asked)::bigint AS asked, sum(o.placed)::bigint AS placed,
    div(1000 * sum(o.placed), sum(o.asked))::int AS share,
    jadwal.inequity(m.priority, sum(o.asked), sum(o.asked) - sum(o.placed)) AS inequity
  FROM jadwal.cohort_outcome o
  JOIN jadwal.plan_version v USING (domain_id, programme_id, version)
  JOIN jadwal.programme p USING (domain_id, programme_id)
  JOIN jadwal.domain d USING (domain_id)
  JOIN jadwal.member_state m ON (m.domain_id, m.programme_id, m.dataset, m.member_state)
    = (v.domain_id, v.programme_id, v.dataset, o.member_state)
  GROUP BY d.name, p.name, o.version, o.member_state, m.name, m.priority;
COMMENT ON VIEW jadwal.equity_by_state IS
  'By plan version and member state: learner-minutes asked and placed, the share in thousandths, and its part of the term inequity';

CREATE VIEW jadwal.equity_by_group WITH (security_invoker = true) AS
  SELECT d.name AS domain, p.name AS programme, o.version, g.name,
    sum(o.asked)::bigint AS asked, sum(o.placed)::bigint AS placed,
    div(1000 * sum(o.placed), sum(o.asked))::int AS share,
    jadwal.inequity(1, sum(o.asked), sum(o.asked) - sum(o.placed)) AS inequity
  FROM jadwal.cohort_outcome o
  CROSS JOIN LATERAL unnest(o.groups) g (name)
  JOIN jadwal.programme p USING (domain_id, programme_id)
  JOIN jadwal.domain d USING (domain_id)
  GROUP BY d.name, p.name, o.version, g.name;
COMMENT ON VIEW jadwal.equity_by_group IS
  'By plan version and tag of cohorts: as equity_by_state; the two together are the term inequity';

CREATE VIEW jadwal.trainer_load WITH (security_invoker = true) AS
  SELECT d.name AS domain, p.name AS programme, a.version, t.trainer, t.member_state, t.partner,
    floor(((a.starts_at AT TIME ZONE c.time_zone)::date - s.starts_on) / 7.0)::int AS week,
    count(*)::int AS sessions, sum(a.minutes)::int AS minutes, t.wished_minutes_week,
    ceil(greatest(0, sum(a.minutes) - t.wished_minutes_week) / 60.0)::int AS overtime
  FROM jadwal.assignment a
  JOIN jadwal.plan_version v USING (domain_id, programme_id, version)
  JOIN jadwal.dataset_version s ON (s.domain_id, s.programme_id, s.dataset) = (v.domain_id, v.programme_id, v.dataset)
  JOIN jadwal.programme p ON (p.domain_id, p.programme_id) = (v.domain_id, v.programme_id)
  JOIN jadwal.domain d ON d.domain_id = v.domain_id
  CROSS JOIN LATERAL (SELECT a.lead AS trainer UNION ALL SELECT unnest(a.assistants)) u
  JOIN jadwal.trainer t ON (t.domain_id, t.programme_id, t.dataset, t.trainer) = (v.domain_id, v.programme_id, v.dataset, u.trainer)
  JOIN jadwal.city c ON (c.domain_id, c.programme_id, c.dataset, c.city) = (t.domain_id, t.programme_id, t.dataset, t.city)
  GROUP BY d.name, p.name, a.version, t.trainer, t.member_state, t.partner, week, t.wished_minutes_week;
COMMENT ON VIEW jadwal.trainer_load IS
  'By plan version, trainer and week (0 is the first): sessions, minutes, and hours of overtime as the term counts them';

DO $$
DECLARE
  c record;
BEGIN
  FOR c IN
    SELECT a.attrelid::regclass AS view, a.attname AS name FROM pg_attribute a
    JOIN pg_class k ON k.oid = a.attrelid AND k.relkind = 'v' AND k.relnamespace = 'jadwal'::regnamespace
    WHERE a.attnum > 0
  LOOP
    EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', c.view, c.name, CASE c.name
      WHEN 'domain' THEN 'The booking domain''s name'
      WHEN 'programme' THEN 'The programme''s name'
      WHEN 'domain_id' THEN 'The booking domain'
      WHEN 'programme_id' THEN 'The programme'
      WHEN 'version' THEN 'The plan version'
      WHEN 'session' THEN 'chain/number'
      WHEN 'slot' THEN 'Minutes since 1970 divided by the domain''s grid'
      WHEN 'asked' THEN 'Learner-minutes asked for'
      WHEN 'share' THEN 'Thousandths placed, rounded down'
      WHEN 'local_start' THEN 'On the wall of the first cohort''s city'
      WHEN 'overtime' THEN 'Hours above the wish, begun ones counted whole'
      WHEN 'inequity' THEN 'Its part of the cost term''s amount'
      WHEN 'unplaced_amount' THEN 'Its part of the cost term''s amount'
      ELSE initcap(replace(c.name, '_', ' ')) END);
  END LOOP;
END $$;

GRANT SELECT ON jadwal.current_plan, jadwal.session_outcome, jadwal.cohort_outcome, jadwal.equity_by_state,
  jadwal.equity_by_group, jadwal.trainer_load TO jadwal_reader, jadwal_coordinator, jadwal_worker;
GRANT EXECUTE ON FUNCTION jadwal.plan_changes, jadwal.inequity TO jadwal_reader, jadwal_coordinator, jadwal_worker;
