-- What each cohort was given, found by the names in a session's list: to look for every cohort in every
-- list took minutes for 40,000 sessions.
SET LOCAL ROLE jadwal_owner;

CREATE OR REPLACE VIEW jadwal.cohort_outcome WITH (security_invoker = true) AS
  SELECT s.domain_id, s.programme_id, s.version, k.cohort, k.member_state, k.groups, k.priority,
    sum(k.size::bigint * s.minutes) AS asked,
    coalesce(sum(k.size::bigint * s.minutes) FILTER (WHERE s.placed), 0)::bigint AS placed,
    sum(CASE WHEN s.placed THEN 0 ELSE k.priority * ceil(k.size::numeric * s.minutes / 60) END)::bigint AS unplaced_amount
  FROM jadwal.session_outcome s
  CROSS JOIN LATERAL unnest(s.cohorts) c (name)
  JOIN jadwal.plan_version v USING (domain_id, programme_id, version)
  JOIN jadwal.cohort k ON (k.domain_id, k.programme_id, k.dataset, k.cohort)
    = (v.domain_id, v.programme_id, v.dataset, c.name)
  GROUP BY s.domain_id, s.programme_id, s.version, k.cohort, k.member_state, k.groups, k.priority;
