-- What programs ask for under a key of their own, so that asking again does nothing twice; and a version
-- held still while somebody compares it with what they have seen.
SET LOCAL ROLE jadwal_owner;

CREATE TABLE jadwal.request (
  actor text NOT NULL,
  key_sha256 bytea NOT NULL,
  asked_sha256 bytea NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  status int,
  location text,
  answer bytea,
  PRIMARY KEY (actor, key_sha256),
  CONSTRAINT request_hashes CHECK (octet_length(key_sha256) = 32 AND octet_length(asked_sha256) = 32),
  CONSTRAINT request_status CHECK (status BETWEEN 200 AND 299),
  CONSTRAINT request_answered CHECK ((status IS NULL) = (answer IS NULL)),
  CONSTRAINT request_size CHECK (octet_length(answer) <= 1048576 AND length(location) <= 2000)
);
CREATE INDEX request_age ON jadwal.request (asked_at);
COMMENT ON TABLE jadwal.request IS 'What programs asked for under an Idempotency-Key, and the answer that whoever asks again gets; kept for 30 days';
COMMENT ON COLUMN jadwal.request.actor IS 'Who asked: a key is theirs alone';
COMMENT ON COLUMN jadwal.request.key_sha256 IS 'SHA-256 of the key';
COMMENT ON COLUMN jadwal.request.asked_sha256 IS 'SHA-256 of what was asked for under it';
COMMENT ON COLUMN jadwal.request.asked_at IS 'When it was asked first';
COMMENT ON COLUMN jadwal.request.status IS 'The HTTP status; null only within the transaction that does what is asked';
COMMENT ON COLUMN jadwal.request.location IS 'Where what was made is';
COMMENT ON COLUMN jadwal.request.answer IS 'The body, byte for byte';

CREATE FUNCTION jadwal.open_request(
  key bytea, asked bytea, said text, OUT is_new boolean, OUT is_same boolean, OUT status int, OUT location text,
  OUT answer bytea
) LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
BEGIN
  DELETE FROM jadwal.request r WHERE (r.actor, r.key_sha256) IN (
    SELECT o.actor, o.key_sha256 FROM jadwal.request o WHERE o.asked_at <= clock_timestamp() - interval '30 days'
    LIMIT 1000 FOR UPDATE SKIP LOCKED);
  -- Whoever asks at the same time waits here until the first has its answer, or none.
  INSERT INTO jadwal.request (actor, key_sha256, asked_sha256) VALUES (who, key, asked)
    ON CONFLICT (actor, key_sha256) DO NOTHING;
  is_new := FOUND;
  SELECT r.asked_sha256 = asked, r.status, r.location, r.answer
    INTO is_same, open_request.status, open_request.location, open_request.answer
    FROM jadwal.request r WHERE (r.actor, r.key_sha256) = (who, key);
END $$;
COMMENT ON FUNCTION jadwal.open_request IS
  'Takes a key for what is asked in this transaction, or finds what was answered under it';

CREATE FUNCTION jadwal.close_request(
  key bytea, its_status int, its_location text, its_answer bytea, said text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
BEGIN
  UPDATE jadwal.request r SET status = its_status, location = its_location, answer = its_answer
    WHERE (r.actor, r.key_sha256) = (who, key) AND r.status IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such request' USING ERRCODE = 'P0002'; END IF;
END $$;
COMMENT ON FUNCTION jadwal.close_request IS 'Keeps the answer to a request that was opened in the same transaction';

CREATE FUNCTION jadwal.hold_plan(d int, p int, v int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
BEGIN
  PERFORM jadwal.locked_plan(d, p, v);
END $$;
COMMENT ON FUNCTION jadwal.hold_plan IS 'Lets nobody else take a step with a version until the transaction ends';

GRANT EXECUTE ON FUNCTION jadwal.open_request, jadwal.close_request, jadwal.hold_plan TO jadwal_coordinator;
