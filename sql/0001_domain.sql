-- Roles, booking domains, programmes and the audit trail.
--
-- Every key starts with domain_id: nothing references across a domain, so that it is the unit of
-- partitioning and of distribution. No role but the owner writes to any table of this file: functions
-- that run with the owner's rights do, and check who asks.

DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT * FROM (VALUES
      ('jadwal_owner', 'NOLOGIN'), ('jadwal_worker', 'LOGIN'), ('jadwal_coordinator', 'LOGIN'),
      ('jadwal_reader', 'LOGIN'), ('jadwal_delegate', 'NOLOGIN')) AS roles (name, login)
  LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
        EXECUTE format('CREATE ROLE %I %s', wanted.name, wanted.login);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- another database of this cluster made it at the same time
    END;
  END LOOP;
  IF NOT pg_has_role(current_user, 'jadwal_owner', 'MEMBER') THEN
    EXECUTE format('GRANT jadwal_owner TO %I', current_user);
  END IF;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format(
    'GRANT CONNECT ON DATABASE %I TO jadwal_owner, jadwal_worker, jadwal_coordinator, jadwal_reader',
    current_database());
  EXECUTE format(
    'GRANT TEMPORARY ON DATABASE %I TO jadwal_worker, jadwal_coordinator', current_database());
END $$;

ALTER SCHEMA jadwal OWNER TO jadwal_owner;
ALTER TABLE jadwal.migration OWNER TO jadwal_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SET LOCAL ROLE jadwal_owner;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;
GRANT USAGE ON SCHEMA jadwal TO jadwal_worker, jadwal_coordinator, jadwal_reader;
GRANT SELECT ON jadwal.migration TO jadwal_worker, jadwal_coordinator, jadwal_reader;

CREATE TABLE jadwal.domain (
  domain_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  grid_minutes int NOT NULL,
  CONSTRAINT domain_name_unique UNIQUE (name),
  CONSTRAINT domain_name_form CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  CONSTRAINT domain_grid CHECK (grid_minutes BETWEEN 1 AND 1440 AND 1440 % grid_minutes = 0)
);
COMMENT ON TABLE jadwal.domain IS
  'Booking domains: programmes that share trainers or venues, where the same id is the same person or room';
COMMENT ON COLUMN jadwal.domain.domain_id IS 'First part of every key';
COMMENT ON COLUMN jadwal.domain.name IS 'As "domain" in programme.yaml';
COMMENT ON COLUMN jadwal.domain.grid_minutes IS
  'Minutes of a slot, fixed by the first import: all programmes of a domain have the same';

CREATE TABLE jadwal.programme (
  domain_id int NOT NULL REFERENCES jadwal.domain,
  programme_id int GENERATED ALWAYS AS IDENTITY,
  name text COLLATE "C" NOT NULL,
  title text NOT NULL,
  head_dataset int NOT NULL DEFAULT 0,
  head_version int NOT NULL DEFAULT 0,
  published_version int,
  one_person boolean NOT NULL DEFAULT false,
  auto_publish boolean NOT NULL DEFAULT false,
  PRIMARY KEY (domain_id, programme_id),
  CONSTRAINT programme_name_unique UNIQUE (domain_id, name),
  CONSTRAINT programme_name_form CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  CONSTRAINT programme_title CHECK (length(title) <= 65536 AND title IS NFC NORMALIZED)
);
COMMENT ON TABLE jadwal.programme IS 'Training programmes and their policies';
COMMENT ON COLUMN jadwal.programme.domain_id IS 'The booking domain';
COMMENT ON COLUMN jadwal.programme.programme_id IS 'Second part of every key below a programme';
COMMENT ON COLUMN jadwal.programme.name IS 'As "id" in programme.yaml';
COMMENT ON COLUMN jadwal.programme.title IS 'Of the newest dataset version, in NFC';
COMMENT ON COLUMN jadwal.programme.head_dataset IS 'Number of the newest dataset version';
COMMENT ON COLUMN jadwal.programme.head_version IS 'Number of the newest plan version';
COMMENT ON COLUMN jadwal.programme.published_version IS 'The plan version in force; null where there is none';
COMMENT ON COLUMN jadwal.programme.one_person IS 'Policy: whoever submits a plan may approve it too';
COMMENT ON COLUMN jadwal.programme.auto_publish IS 'Policy: the weekly allocation may publish by itself';

CREATE TABLE jadwal.reader_state (
  role_name name NOT NULL,
  member_state text COLLATE "C" NOT NULL CHECK (member_state ~ '^[A-Z]{2}$'),
  PRIMARY KEY (role_name, member_state)
);
COMMENT ON TABLE jadwal.reader_state IS
  'Which member states a reader sees: one row for each, kept by whoever administers the database';
COMMENT ON COLUMN jadwal.reader_state.role_name IS 'The login, a member of jadwal_reader';
COMMENT ON COLUMN jadwal.reader_state.member_state IS 'ISO 3166-1 alpha-2';

CREATE TABLE jadwal.audit (
  domain_id int NOT NULL REFERENCES jadwal.domain,
  seq bigint NOT NULL,
  at timestamptz NOT NULL,
  role_name text NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  programme text COLLATE "C",
  version int,
  detail jsonb NOT NULL,
  prev_sha256 bytea NOT NULL,
  sha256 bytea NOT NULL,
  PRIMARY KEY (domain_id, seq),
  CONSTRAINT audit_seq CHECK (seq > 0),
  CONSTRAINT audit_hashes CHECK (octet_length(sha256) = 32
    AND octet_length(prev_sha256) = CASE WHEN seq = 1 THEN 0 ELSE 32 END)
);
COMMENT ON TABLE jadwal.audit IS
  'Who did what, when, to which version and why; append-only, each row holding the hash of the one before';
COMMENT ON COLUMN jadwal.audit.domain_id IS 'The booking domain; each has a chain of its own';
COMMENT ON COLUMN jadwal.audit.seq IS 'From 1, without gaps';
COMMENT ON COLUMN jadwal.audit.at IS 'The server''s clock';
COMMENT ON COLUMN jadwal.audit.role_name IS 'The database role that asked';
COMMENT ON COLUMN jadwal.audit.actor IS 'Whom it spoke for: itself, unless it is a member of jadwal_delegate';
COMMENT ON COLUMN jadwal.audit.action IS 'import, store, submit, approve, reject, publish, withdraw, policy …';
COMMENT ON COLUMN jadwal.audit.programme IS 'The programme''s name';
COMMENT ON COLUMN jadwal.audit.version IS 'The dataset version of an import, else the plan version';
COMMENT ON COLUMN jadwal.audit.detail IS 'What else belongs to it, the reason given among others';
COMMENT ON COLUMN jadwal.audit.prev_sha256 IS 'The hash of the row before; empty in the first';
COMMENT ON COLUMN jadwal.audit.sha256 IS 'SHA-256 over prev_sha256 and the row''s text (audit_text)';

CREATE FUNCTION jadwal.refuse_change() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% is never changed, only added to', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
COMMENT ON FUNCTION jadwal.refuse_change IS 'For tables whose rows stay as they were written';
CREATE TRIGGER audit_unchanged BEFORE UPDATE OR DELETE ON jadwal.audit
  FOR EACH ROW EXECUTE FUNCTION jadwal.refuse_change();
CREATE TRIGGER audit_untruncated BEFORE TRUNCATE ON jadwal.audit
  FOR EACH STATEMENT EXECUTE FUNCTION jadwal.refuse_change();

CREATE FUNCTION jadwal.audit_text(a jadwal.audit) RETURNS text LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_array(
    a.domain_id, a.seq, (extract(epoch FROM a.at) * 1000000)::bigint, a.role_name, a.actor,
    a.action, a.programme, a.version, a.detail)::text
$$;
COMMENT ON FUNCTION jadwal.audit_text IS 'The text of a row that its hash covers, a JSON array';

CREATE FUNCTION jadwal.acting(said text) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
BEGIN
  IF said IS NULL OR said = session_user THEN RETURN session_user; END IF;
  IF NOT pg_has_role(session_user, 'jadwal_delegate', 'MEMBER') THEN
    RAISE EXCEPTION 'role % may not act for somebody else', session_user
      USING ERRCODE = '42501', HINT = 'GRANT jadwal_delegate TO the role that speaks for others.';
  END IF;
  IF said !~ '^[^[:cntrl:]]{1,200}$' OR btrim(said) = '' THEN
    RAISE EXCEPTION 'the name of who acts has 1 to 200 characters' USING ERRCODE = '23514';
  END IF;
  RETURN normalize(said, NFC);
END $$;
COMMENT ON FUNCTION jadwal.acting IS 'Who acts: the login, or whom it may speak for';

CREATE FUNCTION jadwal.audit_append(
  d int, who text, what text, of_programme text, of_version int, more jsonb
) RETURNS bytea LANGUAGE plpgsql
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  last jadwal.audit;
  entry jadwal.audit;
BEGIN
  PERFORM pg_advisory_xact_lock(7001, d);
  SELECT * INTO last FROM jadwal.audit WHERE domain_id = d ORDER BY seq DESC LIMIT 1;
  entry.domain_id := d;
  entry.seq := coalesce(last.seq, 0) + 1;
  entry.at := clock_timestamp();
  entry.role_name := session_user;
  entry.actor := who;
  entry.action := what;
  entry.programme := of_programme;
  entry.version := of_version;
  entry.detail := coalesce(more, '{}');
  entry.prev_sha256 := coalesce(last.sha256, ''::bytea);
  entry.sha256 := sha256(entry.prev_sha256 || convert_to(jadwal.audit_text(entry), 'UTF8'));
  INSERT INTO jadwal.audit SELECT entry.*;
  RETURN entry.sha256;
END $$;
COMMENT ON FUNCTION jadwal.audit_append IS
  'Adds a row to the domain''s chain and gives back its hash; only functions of the owner call it';

CREATE FUNCTION jadwal.set_policy(d int, p int, one boolean, auto boolean, said text)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
  old jadwal.programme;
BEGIN
  SELECT * INTO old FROM jadwal.programme WHERE (domain_id, programme_id) = (d, p) FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such programme' USING ERRCODE = 'P0002'; END IF;
  UPDATE jadwal.programme
    SET one_person = coalesce(one, one_person), auto_publish = coalesce(auto, auto_publish)
    WHERE (domain_id, programme_id) = (d, p);
  PERFORM jadwal.audit_append(d, who, 'policy', old.name, NULL, jsonb_build_object(
    'one_person', jsonb_build_array(old.one_person, coalesce(one, old.one_person)),
    'auto_publish', jsonb_build_array(old.auto_publish, coalesce(auto, old.auto_publish))));
END $$;
COMMENT ON FUNCTION jadwal.set_policy IS 'Changes the policies that are given, not null';

GRANT EXECUTE ON FUNCTION jadwal.set_policy, jadwal.acting, jadwal.audit_text TO jadwal_coordinator;
GRANT SELECT ON jadwal.domain, jadwal.programme TO jadwal_worker, jadwal_coordinator;
GRANT SELECT ON jadwal.audit TO jadwal_coordinator;
