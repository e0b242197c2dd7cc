-- Who uses the board: accounts, their sessions and tokens, and calendar feeds at secret URLs.
--
-- The board logs in as jadwal_board, which by itself reads nothing of the plans: for each request it
-- takes the role of a reader or a coordinator and says for whom. Of secrets only hashes are stored.
-- Accounts belong to no domain.

DO $$
DECLARE
  taken name;
BEGIN
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'jadwal_board') THEN
      CREATE ROLE jadwal_board LOGIN NOINHERIT;
    END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- another database of this cluster made it at the same time
  END;
  FOREACH taken IN ARRAY ARRAY['jadwal_coordinator', 'jadwal_reader', 'jadwal_delegate'] LOOP
    BEGIN
      IF NOT pg_has_role('jadwal_board', taken, 'MEMBER') THEN
        EXECUTE format('GRANT %I TO jadwal_board', taken);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END LOOP;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO jadwal_board', current_database());
END $$;

SET LOCAL ROLE jadwal_owner;
GRANT USAGE ON SCHEMA jadwal TO jadwal_board;
GRANT SELECT ON jadwal.migration TO jadwal_board;

CREATE TABLE jadwal.account (
  name text COLLATE "C" PRIMARY KEY,
  display_name text NOT NULL,
  role text COLLATE "C" NOT NULL,
  language text COLLATE "C",
  password text COLLATE "C",
  disabled boolean NOT NULL DEFAULT false,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT account_name_form CHECK (name ~ '^[a-z0-9][a-z0-9._@+-]{0,99}$'),
  CONSTRAINT account_display_name CHECK (display_name ~ '^[^[:cntrl:]]{1,200}$' AND display_name IS NFC NORMALIZED),
  CONSTRAINT account_role CHECK (role IN ('reader', 'coordinator')),
  CONSTRAINT account_language CHECK (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$'),
  CONSTRAINT account_password CHECK (length(password) <= 300
    AND password ~ '^scrypt[$][0-9]{1,2}[$][0-9]{1,4}[$][0-9]{1,4}[$][A-Za-z0-9_-]{22,}[$][A-Za-z0-9_-]{43,}$')
);
COMMENT ON TABLE jadwal.account IS 'Who signs in at the board; kept when it is disabled, for the audit names it';
COMMENT ON COLUMN jadwal.account.name IS 'What is typed in to sign in, or told by the proxy in front';
COMMENT ON COLUMN jadwal.account.display_name IS 'What people read, in NFC';
COMMENT ON COLUMN jadwal.account.role IS 'reader: sees the member states of account_state; coordinator: sees and plans all';
COMMENT ON COLUMN jadwal.account.language IS 'BCP 47 tag of the language chosen; null leaves it to the browser';
COMMENT ON COLUMN jadwal.account.password IS 'scrypt$log2(N)$r$p$salt$hash; null where nobody signs in with a password';
COMMENT ON COLUMN jadwal.account.disabled IS 'Nobody can use it';
COMMENT ON COLUMN jadwal.account.created_by IS 'Who added it';
COMMENT ON COLUMN jadwal.account.created_at IS 'When';
COMMENT ON COLUMN jadwal.account.changed_at IS 'When it was last changed';

CREATE TABLE jadwal.account_state (
  account text COLLATE "C" NOT NULL REFERENCES jadwal.account,
  member_state text COLLATE "C" NOT NULL,
  PRIMARY KEY (account, member_state),
  CONSTRAINT account_state_form CHECK (member_state ~ '^[A-Z]{2}$')
);
COMMENT ON TABLE jadwal.account_state IS 'Which member states a reader''s account sees';
COMMENT ON COLUMN jadwal.account_state.account IS 'The account';
COMMENT ON COLUMN jadwal.account_state.member_state IS 'ISO 3166-1 alpha-2';

CREATE TABLE jadwal.account_session (
  token_sha256 bytea PRIMARY KEY,
  account text COLLATE "C" NOT NULL REFERENCES jadwal.account,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT account_session_hash CHECK (octet_length(token_sha256) = 32),
  CONSTRAINT account_session_lifetime CHECK (expires_at > created_at)
);
CREATE INDEX account_session_account ON jadwal.account_session (account);
CREATE INDEX account_session_expiry ON jadwal.account_session (expires_at);
COMMENT ON TABLE jadwal.account_session IS 'Who is signed in; a row goes when its session ends';
COMMENT ON COLUMN jadwal.account_session.token_sha256 IS 'SHA-256 of the cookie';
COMMENT ON COLUMN jadwal.account_session.account IS 'Whose session it is';
COMMENT ON COLUMN jadwal.account_session.created_at IS 'When it was opened';
COMMENT ON COLUMN jadwal.account_session.expires_at IS 'When it ends by itself';
COMMENT ON COLUMN jadwal.account_session.seen_at IS 'When it was last used, to the minute';

CREATE TABLE jadwal.account_token (
  account text COLLATE "C" NOT NULL REFERENCES jadwal.account,
  label text NOT NULL,
  token_sha256 bytea PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz,
  revoked_at timestamptz,
  used_at timestamptz,
  CONSTRAINT account_token_hash CHECK (octet_length(token_sha256) = 32),
  CONSTRAINT account_token_label CHECK (label ~ '^[^[:cntrl:]]{1,100}$' AND label IS NFC NORMALIZED),
  CONSTRAINT account_token_lifetime CHECK (expires_at > created_at)
);
CREATE UNIQUE INDEX account_token_label_unique ON jadwal.account_token (account, label) WHERE revoked_at IS NULL;
COMMENT ON TABLE jadwal.account_token IS 'API tokens: what other programs show instead of a password';
COMMENT ON COLUMN jadwal.account_token.account IS 'For whom the program speaks';
COMMENT ON COLUMN jadwal.account_token.label IS 'What it is for: one of its name at a time';
COMMENT ON COLUMN jadwal.account_token.token_sha256 IS 'SHA-256 of the token';
COMMENT ON COLUMN jadwal.account_token.created_at IS 'When it was made';
COMMENT ON COLUMN jadwal.account_token.expires_at IS 'When it ends by itself; null: never';
COMMENT ON COLUMN jadwal.account_token.revoked_at IS 'When it was taken back';
COMMENT ON COLUMN jadwal.account_token.used_at IS 'When it was last used, to the minute';

CREATE TABLE jadwal.account_change (
  change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account text COLLATE "C" NOT NULL REFERENCES jadwal.account,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  role_name text NOT NULL DEFAULT session_user,
  actor text NOT NULL,
  action text NOT NULL,
  detail jsonb NOT NULL
);
COMMENT ON TABLE jadwal.account_change IS 'Who changed which account when; append-only';
COMMENT ON COLUMN jadwal.account_change.change_id IS 'In the order of the changes';
COMMENT ON COLUMN jadwal.account_change.account IS 'What was changed';
COMMENT ON COLUMN jadwal.account_change.at IS 'The server''s clock';
COMMENT ON COLUMN jadwal.account_change.role_name IS 'The database role that asked';
COMMENT ON COLUMN jadwal.account_change.actor IS 'Whom it spoke for: itself, unless it is a member of jadwal_delegate';
COMMENT ON COLUMN jadwal.account_change.action IS 'add, change, password, token, revoke';
COMMENT ON COLUMN jadwal.account_change.detail IS 'What it became; never a password or its hash';
CREATE TRIGGER account_change_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON jadwal.account_change
  FOR EACH STATEMENT EXECUTE FUNCTION jadwal.refuse_change();

CREATE TABLE jadwal.feed (
  domain_id int NOT NULL,
  programme_id int NOT NULL,
  feed_id int GENERATED ALWAYS AS IDENTITY,
  token_sha256 bytea NOT NULL,
  kind text COLLATE "C" NOT NULL,
  who text COLLATE "C",
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  revoked_at timestamptz,
  PRIMARY KEY (domain_id, programme_id, feed_id),
  FOREIGN KEY (domain_id, programme_id) REFERENCES jadwal.programme,
  CONSTRAINT feed_token_unique UNIQUE (token_sha256),
  CONSTRAINT feed_hash CHECK (octet_length(token_sha256) = 32),
  CONSTRAINT feed_kind CHECK (kind IN ('trainer', 'cohort', 'venue', 'all')),
  CONSTRAINT feed_recipient CHECK ((kind = 'all') = (who IS NULL))
);
COMMENT ON TABLE jadwal.feed IS 'Calendars of what is published, at URLs that only whoever was given them knows';
COMMENT ON COLUMN jadwal.feed.domain_id IS 'The booking domain';
COMMENT ON COLUMN jadwal.feed.programme_id IS 'The programme';
COMMENT ON COLUMN jadwal.feed.feed_id IS 'Names the feed to coordinators';
COMMENT ON COLUMN jadwal.feed.token_sha256 IS 'SHA-256 of the secret in the URL';
COMMENT ON COLUMN jadwal.feed.kind IS 'Whose sessions: trainer, cohort, venue, or all';
COMMENT ON COLUMN jadwal.feed.who IS 'The id in the dataset; null where the feed is of all';
COMMENT ON COLUMN jadwal.feed.created_by IS 'Who gave it out';
COMMENT ON COLUMN jadwal.feed.created_at IS 'When';
COMMENT ON COLUMN jadwal.feed.revoked_at IS 'When it was taken back';

CREATE FUNCTION jadwal.account_states(of_account text) RETURNS text[] LANGUAGE sql STABLE
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  SELECT coalesce(array_agg(member_state::text ORDER BY member_state), '{}')
  FROM jadwal.account_state WHERE account = of_account
$$;
COMMENT ON FUNCTION jadwal.account_states IS 'The member states of an account';

-- What a connection sees.
CREATE FUNCTION jadwal.spoken_states() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  SELECT jadwal.account_states(name) FROM jadwal.account
  WHERE name = current_setting('jadwal.account', true) AND NOT disabled
    AND pg_has_role(session_user, 'jadwal_delegate', 'MEMBER')
$$;
COMMENT ON FUNCTION jadwal.spoken_states IS
  'The member states of the account that the login speaks for; null where it may speak for nobody, or does not';

CREATE OR REPLACE FUNCTION jadwal.my_states() RETURNS text[] LANGUAGE sql STABLE
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  SELECT coalesce(jadwal.spoken_states(), (
    SELECT coalesce(array_agg(member_state::text), '{}') FROM jadwal.reader_state WHERE role_name = current_user))
$$;
COMMENT ON FUNCTION jadwal.my_states IS
  'The member states that the current role, or the account that it speaks for, may see as a reader';

-- With the owner's rights, because readers do not see the document: who asks is the role that was set, else the login.
CREATE FUNCTION jadwal.unplaced_reasons(d int, p int, v int)
  RETURNS TABLE (session text, reason text, suggestions text[]) LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp SET jit = off AS $$
DECLARE
  asking name := CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role') END;
  sees_all boolean := pg_has_role(asking, 'jadwal_coordinator', 'USAGE') OR pg_has_role(asking, 'jadwal_owner', 'USAGE');
  states text[] := coalesce(jadwal.spoken_states(), (
    SELECT coalesce(array_agg(member_state::text), '{}') FROM jadwal.reader_state WHERE role_name = asking));
  document jsonb;
  its_dataset int;
BEGIN
  SELECT convert_from(plan_json, 'UTF8')::jsonb, dataset INTO document, its_dataset FROM jadwal.plan_version
    WHERE (domain_id, programme_id, version) = (d, p, v);
  RETURN QUERY
    WITH course AS MATERIALIZED (
      SELECT h.chain, h.position, h.member_states FROM jadwal.chain h
      WHERE (h.domain_id, h.programme_id, h.dataset) = (d, p, its_dataset)),
    told AS (
      SELECT s.session, regexp_replace(s.session, '/[^/]*$', '') AS chain, r.part ->> 'reason' AS reason
      FROM jsonb_array_elements(document -> 'reasons') r (part)
      CROSS JOIN LATERAL jsonb_array_elements_text(r.part -> 'sessions') s (session)),
    shortage AS (
      SELECT x.place, x.part, array_agg(c.chain) AS chains
      FROM jsonb_array_elements(document -> 'shortages') WITH ORDINALITY x (part, place)
      CROSS JOIN LATERAL jsonb_array_elements_text(x.part -> 'chains') c (chain)
      LEFT JOIN course ON course.chain = c.chain
      GROUP BY x.place, x.part
      HAVING sees_all OR bool_and(coalesce(course.member_states <@ states, false))),
    relief AS (
      SELECT c.chain, array_agg(m.remedy ORDER BY x.place, m.place) AS remedies
      FROM shortage x CROSS JOIN LATERAL unnest(x.chains) c (chain)
      CROSS JOIN LATERAL jsonb_array_elements_text(x.part -> 'remedies') WITH ORDINALITY m (remedy, place)
      GROUP BY c.chain)
    SELECT told.session, told.reason, coalesce(relief.remedies, '{}')
    FROM told JOIN course USING (chain) LEFT JOIN relief USING (chain)
    WHERE sees_all OR course.member_states && states
    ORDER BY course.position, length(told.session), told.session;
EXCEPTION WHEN data_exception THEN
  RETURN; -- the document is of another make
END $$;
COMMENT ON FUNCTION jadwal.unplaced_reasons IS
  'Why sessions of a version have no place, of those that the caller may see, and what would help; that of a shortage beyond a reader''s states is left out';

-- Changes, by coordinators.
CREATE FUNCTION jadwal.note_account(its_name text, who text, what text, more jsonb) RETURNS void LANGUAGE sql
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  INSERT INTO jadwal.account_change (account, actor, action, detail) VALUES (its_name, who, what, jsonb_strip_nulls(more))
$$;
COMMENT ON FUNCTION jadwal.note_account IS 'Writes down who changed an account';

CREATE FUNCTION jadwal.locked_account(its_name text) RETURNS jadwal.account LANGUAGE plpgsql
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  its jadwal.account;
BEGIN
  SELECT * INTO its FROM jadwal.account WHERE name = its_name FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such account' USING ERRCODE = 'P0002'; END IF;
  RETURN its;
END $$;
COMMENT ON FUNCTION jadwal.locked_account IS 'An account that nobody else can change until the transaction ends';

CREATE FUNCTION jadwal.put_states(its_name text, its_role text, states text[]) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
BEGIN
  IF its_role = 'coordinator' AND cardinality(states) > 0 THEN
    RAISE EXCEPTION 'a coordinator sees all member states: only a reader''s are told'
      USING ERRCODE = '23514', CONSTRAINT = 'account_states_of_reader';
  END IF;
  DELETE FROM jadwal.account_state WHERE account = its_name;
  INSERT INTO jadwal.account_state SELECT DISTINCT its_name, s FROM unnest(states) s;
END $$;
COMMENT ON FUNCTION jadwal.put_states IS 'Replaces the member states of a reader';

CREATE FUNCTION jadwal.add_account(
  its_name text, its_display_name text, its_role text, states text[], its_language text, its_password text, said text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
BEGIN
  INSERT INTO jadwal.account (name, display_name, role, language, password, created_by)
    VALUES (its_name, coalesce(nullif(btrim(normalize(its_display_name, NFC)), ''), its_name), its_role, its_language,
      its_password, who);
  PERFORM jadwal.put_states(its_name, its_role, states);
  PERFORM jadwal.note_account(its_name, who, 'add', jsonb_build_object('role', its_role, 'states', states));
END $$;
COMMENT ON FUNCTION jadwal.add_account IS 'Adds an account; the password is told as its hash';

CREATE FUNCTION jadwal.change_account(
  its_name text, new_display_name text, new_role text, new_states text[], new_language text, now_disabled boolean, said text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
  its jadwal.account := jadwal.locked_account(its_name);
BEGIN
  its.role := coalesce(new_role, its.role);
  UPDATE jadwal.account SET role = its.role, disabled = coalesce(now_disabled, disabled),
      display_name = coalesce(nullif(btrim(normalize(new_display_name, NFC)), ''), display_name),
      language = CASE new_language WHEN '' THEN NULL ELSE coalesce(new_language, language) END,
      changed_at = clock_timestamp()
    WHERE name = its_name;
  IF new_states IS NOT NULL OR its.role = 'coordinator' THEN
    PERFORM jadwal.put_states(its_name, its.role, coalesce(new_states, '{}'));
  END IF;
  IF now_disabled THEN
    DELETE FROM jadwal.account_session WHERE account = its_name;
    UPDATE jadwal.account_token SET revoked_at = clock_timestamp() WHERE account = its_name AND revoked_at IS NULL;
  END IF;
  PERFORM jadwal.note_account(its_name, who, 'change', jsonb_build_object('display_name', new_display_name,
    'role', new_role, 'states', new_states, 'language', new_language, 'disabled', now_disabled));
END $$;
COMMENT ON FUNCTION jadwal.change_account IS
  'Changes what is given, not null (an empty language is none); disabling ends the account''s sessions and tokens';

CREATE FUNCTION jadwal.set_password(its_name text, hash text, said text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
BEGIN
  PERFORM jadwal.locked_account(its_name);
  UPDATE jadwal.account SET password = hash, changed_at = clock_timestamp() WHERE name = its_name;
  DELETE FROM jadwal.account_session WHERE account = its_name;
  PERFORM jadwal.note_account(its_name, who, 'password', '{}');
END $$;
COMMENT ON FUNCTION jadwal.set_password IS 'Replaces the password''s hash, and ends the sessions that the old one opened';

CREATE FUNCTION jadwal.add_token(its_name text, its_label text, hash bytea, lifetime interval, said text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
BEGIN
  IF (jadwal.locked_account(its_name)).disabled THEN
    RAISE EXCEPTION 'the account is disabled' USING ERRCODE = '23514', CONSTRAINT = 'account_enabled';
  END IF;
  INSERT INTO jadwal.account_token (account, label, token_sha256, expires_at)
    VALUES (its_name, normalize(its_label, NFC), hash, clock_timestamp() + lifetime);
  PERFORM jadwal.note_account(its_name, who, 'token', jsonb_build_object('label', its_label));
END $$;
COMMENT ON FUNCTION jadwal.add_token IS 'Adds an API token, told as its hash';

CREATE FUNCTION jadwal.revoke_token(its_name text, its_label text, said text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
BEGIN
  UPDATE jadwal.account_token SET revoked_at = clock_timestamp()
    WHERE (account, label) = (its_name, normalize(its_label, NFC)) AND revoked_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM jadwal.note_account(its_name, who, 'revoke', jsonb_build_object('label', its_label));
  RETURN true;
END $$;
COMMENT ON FUNCTION jadwal.revoke_token IS 'Takes an API token back; false where there is none of that label';

CREATE FUNCTION jadwal.add_feed(d int, p int, its_kind text, its_who text, hash bytea, said text) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  doer text := jadwal.acting(said);
  its jadwal.programme;
  made int;
BEGIN
  SELECT * INTO its FROM jadwal.programme WHERE (domain_id, programme_id) = (d, p);
  IF NOT FOUND THEN RAISE EXCEPTION 'no such programme' USING ERRCODE = 'P0002'; END IF;
  INSERT INTO jadwal.feed (domain_id, programme_id, token_sha256, kind, who, created_by)
    VALUES (d, p, hash, its_kind, its_who, doer) RETURNING feed_id INTO made;
  IF its_kind <> 'all' AND NOT EXISTS (
    SELECT FROM jadwal.trainer t WHERE (t.domain_id, t.programme_id, t.dataset, t.trainer) = (d, p, its.head_dataset, its_who)
      AND its_kind = 'trainer'
    UNION ALL SELECT FROM jadwal.cohort c
      WHERE (c.domain_id, c.programme_id, c.dataset, c.cohort) = (d, p, its.head_dataset, its_who) AND its_kind = 'cohort'
    UNION ALL SELECT FROM jadwal.venue v
      WHERE (v.domain_id, v.programme_id, v.dataset, v.venue) = (d, p, its.head_dataset, its_who) AND its_kind = 'venue')
  THEN
    RAISE EXCEPTION 'the programme has no such %', its_kind USING ERRCODE = 'P0002';
  END IF;
  PERFORM jadwal.audit_append(d, doer, 'feed', its.name, NULL,
    jsonb_build_object('feed', made, 'kind', its_kind, 'who', its_who));
  RETURN made;
END $$;
COMMENT ON FUNCTION jadwal.add_feed IS 'Gives out a calendar feed of somebody or something in the newest dataset version, or of all';

CREATE FUNCTION jadwal.revoke_feed(d int, p int, its_feed int, said text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
BEGIN
  UPDATE jadwal.feed SET revoked_at = clock_timestamp()
    WHERE (domain_id, programme_id, feed_id) = (d, p, its_feed) AND revoked_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM jadwal.audit_append(d, who, 'revoke', jadwal.programme_name(d, p), NULL, jsonb_build_object('feed', its_feed));
  RETURN true;
END $$;
COMMENT ON FUNCTION jadwal.revoke_feed IS 'Takes a calendar feed back; false where it is not, or no longer, given out';

-- What the board asks before it knows who is there.
CREATE FUNCTION jadwal.account_named(its_name text)
  RETURNS TABLE (name text, display_name text, role text, states text[], language text, disabled boolean, password text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  SELECT a.name, a.display_name, a.role, jadwal.account_states(a.name), a.language, a.disabled, a.password
  FROM jadwal.account a WHERE a.name = its_name AND NOT a.disabled
$$;
COMMENT ON FUNCTION jadwal.account_named IS 'An account with its password''s hash; none where it is disabled';

CREATE FUNCTION jadwal.open_session(its_name text, hash bytea, lifetime interval) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
BEGIN
  IF (jadwal.locked_account(its_name)).disabled THEN
    RAISE EXCEPTION 'the account is disabled' USING ERRCODE = '23514', CONSTRAINT = 'account_enabled';
  END IF;
  DELETE FROM jadwal.account_session WHERE token_sha256 IN (
    SELECT token_sha256 FROM jadwal.account_session WHERE expires_at <= clock_timestamp()
    LIMIT 1000 FOR UPDATE SKIP LOCKED);
  INSERT INTO jadwal.account_session (token_sha256, account, expires_at)
    VALUES (hash, its_name, clock_timestamp() + lifetime);
END $$;
COMMENT ON FUNCTION jadwal.open_session IS 'Signs an account in, and clears sessions away that have expired';

CREATE FUNCTION jadwal.session_account(hash bytea)
  RETURNS TABLE (name text, display_name text, role text, states text[], language text, disabled boolean)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  WITH seen AS (
    UPDATE jadwal.account_session SET seen_at = clock_timestamp()
    WHERE token_sha256 = hash AND expires_at > clock_timestamp() AND seen_at < clock_timestamp() - interval '1 minute')
  SELECT a.name, a.display_name, a.role, a.states, a.language, a.disabled
  FROM jadwal.account_session s CROSS JOIN LATERAL jadwal.account_named(s.account) a
  WHERE s.token_sha256 = hash AND s.expires_at > clock_timestamp()
$$;
COMMENT ON FUNCTION jadwal.session_account IS 'Whose session it is; none where it is closed or has expired';

CREATE FUNCTION jadwal.close_session(hash bytea) RETURNS void LANGUAGE sql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  DELETE FROM jadwal.account_session WHERE token_sha256 = hash
$$;
COMMENT ON FUNCTION jadwal.close_session IS 'Signs out';

CREATE FUNCTION jadwal.token_account(hash bytea)
  RETURNS TABLE (name text, display_name text, role text, states text[], language text, disabled boolean)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  WITH used AS (
    UPDATE jadwal.account_token SET used_at = clock_timestamp()
    WHERE token_sha256 = hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())
      AND (used_at IS NULL OR used_at < clock_timestamp() - interval '1 minute'))
  SELECT a.name, a.display_name, a.role, a.states, a.language, a.disabled
  FROM jadwal.account_token t CROSS JOIN LATERAL jadwal.account_named(t.account) a
  WHERE t.token_sha256 = hash AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp())
$$;
COMMENT ON FUNCTION jadwal.token_account IS 'Whose API token it is; none where it was taken back or has expired';

CREATE FUNCTION jadwal.feed_of(hash bytea)
  RETURNS TABLE (feed_id int, kind text, who text, created_by text, created_at timestamptz, revoked_at timestamptz,
    domain_id int, programme_id int, domain text, name text, title text, head_dataset int, head_version int,
    published_version int, one_person boolean, auto_publish boolean, grid_minutes int)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  SELECT f.feed_id, f.kind, f.who, f.created_by, f.created_at, f.revoked_at, p.domain_id, p.programme_id, d.name, p.name,
    p.title, p.head_dataset, p.head_version, p.published_version, p.one_person, p.auto_publish, d.grid_minutes
  FROM jadwal.feed f JOIN jadwal.programme p USING (domain_id, programme_id) JOIN jadwal.domain d USING (domain_id)
  WHERE f.token_sha256 = hash AND f.revoked_at IS NULL
$$;
COMMENT ON FUNCTION jadwal.feed_of IS 'The calendar feed with this secret, and its programme; none where it was taken back';

GRANT EXECUTE ON FUNCTION jadwal.spoken_states TO jadwal_reader, jadwal_coordinator, jadwal_worker;
GRANT EXECUTE ON FUNCTION jadwal.unplaced_reasons TO jadwal_reader, jadwal_coordinator;
GRANT EXECUTE ON FUNCTION jadwal.add_account, jadwal.change_account, jadwal.set_password, jadwal.add_token,
  jadwal.revoke_token, jadwal.add_feed, jadwal.revoke_feed TO jadwal_coordinator;
GRANT EXECUTE ON FUNCTION jadwal.account_named, jadwal.open_session, jadwal.session_account, jadwal.close_session,
  jadwal.token_account, jadwal.feed_of TO jadwal_board;
GRANT SELECT (name, display_name, role, language, disabled, created_by, created_at, changed_at) ON jadwal.account
  TO jadwal_coordinator;
GRANT SELECT ON jadwal.account_state, jadwal.account_change TO jadwal_coordinator;
GRANT SELECT (account, label, created_at, expires_at, revoked_at, used_at) ON jadwal.account_token TO jadwal_coordinator;
GRANT SELECT (domain_id, programme_id, feed_id, kind, who, created_by, created_at, revoked_at) ON jadwal.feed
  TO jadwal_coordinator;
