-- Dataset versions: the files as they were handed in, and rows derived from them for queries.
SET LOCAL ROLE jadwal_owner;

CREATE TABLE jadwal.dataset_version (
  domain_id int NOT NULL,
  programme_id int NOT NULL,
  dataset int NOT NULL,
  digest bytea NOT NULL,
  title text NOT NULL,
  starts_on date NOT NULL,
  weeks int NOT NULL,
  imported_by text NOT NULL,
  imported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  sealed boolean NOT NULL DEFAULT false,
  PRIMARY KEY (domain_id, programme_id, dataset),
  FOREIGN KEY (domain_id, programme_id) REFERENCES jadwal.programme,
  CONSTRAINT dataset_once UNIQUE (domain_id, programme_id, digest),
  CONSTRAINT dataset_number CHECK (dataset > 0),
  CONSTRAINT dataset_digest CHECK (octet_length(digest) = 32),
  CONSTRAINT dataset_weeks CHECK (weeks BETWEEN 1 AND 53)
);
COMMENT ON TABLE jadwal.dataset_version IS 'Immutable versions of a programme''s dataset; the same files twice are one version';
COMMENT ON COLUMN jadwal.dataset_version.domain_id IS 'The booking domain';
COMMENT ON COLUMN jadwal.dataset_version.programme_id IS 'The programme';
COMMENT ON COLUMN jadwal.dataset_version.dataset IS 'The version''s number, from 1';
COMMENT ON COLUMN jadwal.dataset_version.digest IS 'SHA-256 over all files, as in plan.json (dataset.md §5)';
COMMENT ON COLUMN jadwal.dataset_version.title IS 'The programme''s title in this version, in NFC';
COMMENT ON COLUMN jadwal.dataset_version.starts_on IS 'The Monday on which the programme starts';
COMMENT ON COLUMN jadwal.dataset_version.weeks IS 'How long it runs';
COMMENT ON COLUMN jadwal.dataset_version.imported_by IS 'Who handed it in';
COMMENT ON COLUMN jadwal.dataset_version.imported_at IS 'When';
COMMENT ON COLUMN jadwal.dataset_version.sealed IS 'Complete: nothing can be added any more. True for every version that is committed';

CREATE TABLE jadwal.file_content (
  domain_id int NOT NULL REFERENCES jadwal.domain,
  sha256 bytea NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (domain_id, sha256),
  CONSTRAINT file_content_hash CHECK (sha256 = sha256(bytes))
);
COMMENT ON TABLE jadwal.file_content IS 'Exact bytes of files, each content once a domain';
COMMENT ON COLUMN jadwal.file_content.domain_id IS 'The booking domain';
COMMENT ON COLUMN jadwal.file_content.sha256 IS 'SHA-256 of the bytes';
COMMENT ON COLUMN jadwal.file_content.bytes IS 'The bytes';

CREATE TABLE jadwal.dataset_file (
  domain_id int NOT NULL,
  programme_id int NOT NULL,
  dataset int NOT NULL,
  name text COLLATE "C" NOT NULL,
  position int NOT NULL,
  sha256 bytea NOT NULL,
  PRIMARY KEY (domain_id, programme_id, dataset, name),
  FOREIGN KEY (domain_id, programme_id, dataset) REFERENCES jadwal.dataset_version,
  FOREIGN KEY (domain_id, sha256) REFERENCES jadwal.file_content,
  CONSTRAINT dataset_file_name CHECK (name ~ '^[a-z]+\.(csv|yaml)$')
);
COMMENT ON TABLE jadwal.dataset_file IS 'The files of each dataset version';
COMMENT ON COLUMN jadwal.dataset_file.domain_id IS 'The booking domain';
COMMENT ON COLUMN jadwal.dataset_file.programme_id IS 'The programme';
COMMENT ON COLUMN jadwal.dataset_file.dataset IS 'The dataset version';
COMMENT ON COLUMN jadwal.dataset_file.name IS 'As in the dataset''s folder';
COMMENT ON COLUMN jadwal.dataset_file.position IS 'Where it stands in the contract''s table of files';
COMMENT ON COLUMN jadwal.dataset_file.sha256 IS 'Its content';

CREATE TABLE jadwal.member_state (
  domain_id int NOT NULL, programme_id int NOT NULL, dataset int NOT NULL,
  member_state text COLLATE "C" NOT NULL,
  name text NOT NULL CHECK (name IS NFC NORMALIZED),
  priority int NOT NULL,
  youth bigint,
  PRIMARY KEY (domain_id, programme_id, dataset, member_state),
  FOREIGN KEY (domain_id, programme_id, dataset) REFERENCES jadwal.dataset_version
);
COMMENT ON TABLE jadwal.member_state IS 'states.csv of each dataset version';
COMMENT ON COLUMN jadwal.member_state.member_state IS 'ISO 3166-1 alpha-2';
COMMENT ON COLUMN jadwal.member_state.name IS 'In NFC';
COMMENT ON COLUMN jadwal.member_state.priority IS 'Weight in the equity cost';
COMMENT ON COLUMN jadwal.member_state.youth IS 'Persons aged 15 to 35';

CREATE TABLE jadwal.city (
  domain_id int NOT NULL, programme_id int NOT NULL, dataset int NOT NULL,
  city text COLLATE "C" NOT NULL,
  member_state text COLLATE "C" NOT NULL,
  name text NOT NULL CHECK (name IS NFC NORMALIZED),
  time_zone text NOT NULL,
  PRIMARY KEY (domain_id, programme_id, dataset, city),
  FOREIGN KEY (domain_id, programme_id, dataset, member_state) REFERENCES jadwal.member_state
);
COMMENT ON TABLE jadwal.city IS 'cities.csv of each dataset version';
COMMENT ON COLUMN jadwal.city.city IS 'The city''s id';
COMMENT ON COLUMN jadwal.city.member_state IS 'Where it lies';
COMMENT ON COLUMN jadwal.city.name IS 'In NFC';
COMMENT ON COLUMN jadwal.city.time_zone IS 'IANA name';

CREATE TABLE jadwal.module (
  domain_id int NOT NULL, programme_id int NOT NULL, dataset int NOT NULL,
  module text COLLATE "C" NOT NULL,
  title text NOT NULL CHECK (title IS NFC NORMALIZED),
  axis text,
  competence text NOT NULL,
  level int NOT NULL,
  sessions int NOT NULL,
  minutes int NOT NULL,
  mode text NOT NULL CHECK (mode IN ('in_person', 'hybrid', 'online')),
  PRIMARY KEY (domain_id, programme_id, dataset, module),
  FOREIGN KEY (domain_id, programme_id, dataset) REFERENCES jadwal.dataset_version
);
COMMENT ON TABLE jadwal.module IS 'modules.csv of each dataset version';
COMMENT ON COLUMN jadwal.module.module IS 'The module''s id';
COMMENT ON COLUMN jadwal.module.title IS 'In NFC';
COMMENT ON COLUMN jadwal.module.axis IS 'The axis it belongs to';
COMMENT ON COLUMN jadwal.module.competence IS 'What its trainers master';
COMMENT ON COLUMN jadwal.module.level IS 'At which level, 1 to 4';
COMMENT ON COLUMN jadwal.module.sessions IS 'Sessions of each chain';
COMMENT ON COLUMN jadwal.module.minutes IS 'Length of each session';
COMMENT ON COLUMN jadwal.module.mode IS 'in_person, hybrid or online';

CREATE TABLE jadwal.cohort (
  domain_id int NOT NULL, programme_id int NOT NULL, dataset int NOT NULL,
  cohort text COLLATE "C" NOT NULL,
  city text COLLATE "C" NOT NULL,
  member_state text COLLATE "C" NOT NULL,
  audience text NOT NULL,
  size int NOT NULL,
  groups text[] NOT NULL,
  priority int NOT NULL,
  PRIMARY KEY (domain_id, programme_id, dataset, cohort),
  FOREIGN KEY (domain_id, programme_id, dataset, city) REFERENCES jadwal.city
);
COMMENT ON TABLE jadwal.cohort IS 'cohorts.csv of each dataset version';
COMMENT ON COLUMN jadwal.cohort.cohort IS 'The cohort''s id';
COMMENT ON COLUMN jadwal.cohort.city IS 'Where it learns';
COMMENT ON COLUMN jadwal.cohort.member_state IS 'The city''s';
COMMENT ON COLUMN jadwal.cohort.audience IS 'youth or young_workers';
COMMENT ON COLUMN jadwal.cohort.size IS 'Learners';
COMMENT ON COLUMN jadwal.cohort.groups IS 'Tags for the equity cost';
COMMENT ON COLUMN jadwal.cohort.priority IS 'Weight of what it is not taught';

CREATE TABLE jadwal.trainer (
  domain_id int NOT NULL, programme_id int NOT NULL, dataset int NOT NULL,
  trainer text COLLATE "C" NOT NULL,
  city text COLLATE "C" NOT NULL,
  member_state text COLLATE "C" NOT NULL,
  partner text COLLATE "C",
  wished_minutes_week int NOT NULL,
  max_minutes_week int NOT NULL,
  PRIMARY KEY (domain_id, programme_id, dataset, trainer),
  FOREIGN KEY (domain_id, programme_id, dataset, city) REFERENCES jadwal.city
);
COMMENT ON TABLE jadwal.trainer IS 'trainers.csv of each dataset version';
COMMENT ON COLUMN jadwal.trainer.trainer IS 'The trainer''s id';
COMMENT ON COLUMN jadwal.trainer.city IS 'Home';
COMMENT ON COLUMN jadwal.trainer.member_state IS 'The home city''s';
COMMENT ON COLUMN jadwal.trainer.partner IS 'The dialogue partner that sends the trainer';
COMMENT ON COLUMN jadwal.trainer.wished_minutes_week IS 'Minutes a week wished for; more is overtime';
COMMENT ON COLUMN jadwal.trainer.max_minutes_week IS 'Minutes a week at most';

CREATE TABLE jadwal.venue (
  domain_id int NOT NULL, programme_id int NOT NULL, dataset int NOT NULL,
  venue text COLLATE "C" NOT NULL,
  city text COLLATE "C" NOT NULL,
  member_state text COLLATE "C" NOT NULL,
  seats int NOT NULL,
  PRIMARY KEY (domain_id, programme_id, dataset, venue),
  FOREIGN KEY (domain_id, programme_id, dataset, city) REFERENCES jadwal.city
);
COMMENT ON TABLE jadwal.venue IS 'venues.csv of each dataset version';
COMMENT ON COLUMN jadwal.venue.venue IS 'The venue''s id';
COMMENT ON COLUMN jadwal.venue.city IS 'Where it stands';
COMMENT ON COLUMN jadwal.venue.member_state IS 'The city''s';
COMMENT ON COLUMN jadwal.venue.seats IS 'Learners that it holds';

CREATE TABLE jadwal.chain (
  domain_id int NOT NULL, programme_id int NOT NULL, dataset int NOT NULL,
  chain text COLLATE "C" NOT NULL,
  position int NOT NULL,
  module text COLLATE "C" NOT NULL,
  sessions int NOT NULL,
  minutes int NOT NULL,
  learners int NOT NULL,
  trainers int NOT NULL,
  cohorts text[] NOT NULL,
  member_states text[] NOT NULL,
  PRIMARY KEY (domain_id, programme_id, dataset, chain),
  FOREIGN KEY (domain_id, programme_id, dataset, module) REFERENCES jadwal.module
);
COMMENT ON TABLE jadwal.chain IS 'Derived: the sessions of one module for one cohort, or for the cohorts of a joint row';
COMMENT ON COLUMN jadwal.chain.chain IS 'cohort/module, or joint row/module; sessions are chain/1 … chain/n';
COMMENT ON COLUMN jadwal.chain.position IS 'Where it stands in assignments.csv, from 0';
COMMENT ON COLUMN jadwal.chain.module IS 'What is taught';
COMMENT ON COLUMN jadwal.chain.sessions IS 'How many sessions';
COMMENT ON COLUMN jadwal.chain.minutes IS 'Length of each';
COMMENT ON COLUMN jadwal.chain.learners IS 'Of all its cohorts';
COMMENT ON COLUMN jadwal.chain.trainers IS 'That each session needs';
COMMENT ON COLUMN jadwal.chain.cohorts IS 'Who attends';
COMMENT ON COLUMN jadwal.chain.member_states IS 'Of its cohorts, each once';

CREATE TABLE jadwal.weight (
  domain_id int NOT NULL, programme_id int NOT NULL, dataset int NOT NULL,
  term text COLLATE "C" NOT NULL,
  weight int NOT NULL CHECK (weight BETWEEN 0 AND 1000000),
  PRIMARY KEY (domain_id, programme_id, dataset, term),
  FOREIGN KEY (domain_id, programme_id, dataset) REFERENCES jadwal.dataset_version
);
COMMENT ON TABLE jadwal.weight IS 'The weights of each dataset version';
COMMENT ON COLUMN jadwal.weight.term IS 'A cost term of the contract (dataset.md §4)';
COMMENT ON COLUMN jadwal.weight.weight IS 'What each unit of it costs';

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['member_state', 'city', 'module', 'cohort', 'trainer', 'venue', 'chain', 'weight'] LOOP
    EXECUTE format('COMMENT ON COLUMN jadwal.%I.domain_id IS ''The booking domain''', t);
    EXECUTE format('COMMENT ON COLUMN jadwal.%I.programme_id IS ''The programme''', t);
    EXECUTE format('COMMENT ON COLUMN jadwal.%I.dataset IS ''The dataset version''', t);
  END LOOP;
END $$;

-- A version that is sealed is complete, and nothing that is committed is open.
CREATE FUNCTION jadwal.refuse_sealed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT domain_id, programme_id, dataset FROM added) a
    JOIN jadwal.dataset_version v USING (domain_id, programme_id, dataset) WHERE v.sealed)
  THEN
    RAISE EXCEPTION 'this dataset version is complete' USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION jadwal.refuse_sealed IS 'Nothing is added to a dataset version that is complete';

CREATE FUNCTION jadwal.require_sealed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM jadwal.dataset_version v
    WHERE (v.domain_id, v.programme_id, v.dataset) = (NEW.domain_id, NEW.programme_id, NEW.dataset)
      AND v.sealed)
  THEN
    RAISE EXCEPTION 'a dataset version is stored as a whole' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION jadwal.require_sealed IS 'No dataset version is committed before it is complete';
CREATE CONSTRAINT TRIGGER dataset_whole AFTER INSERT ON jadwal.dataset_version
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION jadwal.require_sealed();

CREATE FUNCTION jadwal.guard_dataset() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.sealed OR NOT NEW.sealed
    OR (to_jsonb(OLD) - 'sealed') IS DISTINCT FROM (to_jsonb(NEW) - 'sealed')
  THEN
    RAISE EXCEPTION 'dataset versions are never changed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION jadwal.guard_dataset IS 'The only change of a dataset version is that it becomes complete';
CREATE TRIGGER dataset_unchanged BEFORE UPDATE OR DELETE ON jadwal.dataset_version
  FOR EACH ROW EXECUTE FUNCTION jadwal.guard_dataset();
CREATE TRIGGER dataset_version_untruncated BEFORE TRUNCATE ON jadwal.dataset_version
  FOR EACH STATEMENT EXECUTE FUNCTION jadwal.refuse_change();

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['dataset_file', 'member_state', 'city', 'module', 'cohort', 'trainer', 'venue', 'chain', 'weight'] LOOP
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON jadwal.%I REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION jadwal.refuse_sealed()', t || '_open', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['file_content', 'dataset_file', 'member_state', 'city', 'module', 'cohort', 'trainer', 'venue', 'chain', 'weight'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON jadwal.%I
      FOR EACH STATEMENT EXECUTE FUNCTION jadwal.refuse_change()', t || '_unchanged', t);
  END LOOP;
END $$;

CREATE FUNCTION jadwal.open_dataset(
  domain_name text, programme_name text, its_title text, its_digest bytea, grid int,
  starts date, its_weeks int, said text,
  OUT d int, OUT p int, OUT v int, OUT is_new boolean
) LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
  standing int;
BEGIN
  INSERT INTO jadwal.domain (name, grid_minutes) VALUES (domain_name, grid)
    ON CONFLICT (name) DO NOTHING;
  SELECT domain_id, grid_minutes INTO d, standing FROM jadwal.domain WHERE name = domain_name;
  IF standing <> grid THEN
    RAISE EXCEPTION 'all programmes of domain % have grid_minutes %, not %', domain_name, standing, grid
      USING ERRCODE = '23514', CONSTRAINT = 'one_grid';
  END IF;
  INSERT INTO jadwal.programme (domain_id, name, title)
    VALUES (d, programme_name, normalize(its_title, NFC)) ON CONFLICT (domain_id, name) DO NOTHING;
  SELECT programme_id INTO p FROM jadwal.programme
    WHERE (domain_id, name) = (d, programme_name) FOR UPDATE;
  SELECT dataset INTO v FROM jadwal.dataset_version
    WHERE (domain_id, programme_id, digest) = (d, p, its_digest);
  is_new := NOT FOUND;
  IF NOT is_new THEN RETURN; END IF;
  UPDATE jadwal.programme SET head_dataset = head_dataset + 1, title = normalize(its_title, NFC)
    WHERE (domain_id, programme_id) = (d, p) RETURNING head_dataset INTO v;
  INSERT INTO jadwal.dataset_version
    (domain_id, programme_id, dataset, digest, title, starts_on, weeks, imported_by)
    VALUES (d, p, v, its_digest, normalize(its_title, NFC), starts, its_weeks, who);
END $$;
COMMENT ON FUNCTION jadwal.open_dataset IS
  'Begins a dataset version, or finds the one that has these files; the domain''s grid is fixed by its first';

CREATE FUNCTION jadwal.add_file(d int, p int, v int, place int, file_name text, content bytea)
  RETURNS void LANGUAGE sql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  INSERT INTO jadwal.file_content VALUES (d, sha256(content), content) ON CONFLICT DO NOTHING;
  INSERT INTO jadwal.dataset_file (domain_id, programme_id, dataset, name, position, sha256)
    VALUES (d, p, v, file_name, place, sha256(content));
$$;
COMMENT ON FUNCTION jadwal.add_file IS 'Adds a file to a dataset version that is not complete';

CREATE FUNCTION jadwal.dataset_digest(d int, p int, v int) RETURNS bytea LANGUAGE sql STABLE
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
  SELECT sha256(string_agg(
    convert_to(f.name, 'UTF8') || '\x00' || convert_to(octet_length(c.bytes)::text, 'UTF8') || '\x00' || c.bytes,
    ''::bytea ORDER BY f.position))
  FROM jadwal.dataset_file f JOIN jadwal.file_content c USING (domain_id, sha256)
  WHERE (f.domain_id, f.programme_id, f.dataset) = (d, p, v)
$$;
COMMENT ON FUNCTION jadwal.dataset_digest IS 'The digest of a version''s files as they are stored';

CREATE FUNCTION jadwal.seal_dataset(d int, p int, v int, said text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, jadwal, pg_temp AS $$
DECLARE
  who text := jadwal.acting(said);
  told bytea;
  its_name text;
BEGIN
  SELECT digest, name INTO told, its_name FROM jadwal.dataset_version JOIN jadwal.programme USING (domain_id, programme_id)
    WHERE (domain_id, programme_id, dataset) = (d, p, v);
  IF told IS DISTINCT FROM jadwal.dataset_digest(d, p, v) THEN
    RAISE EXCEPTION 'the files are not those that the digest names'
      USING ERRCODE = '23514', CONSTRAINT = 'dataset_digest_agrees';
  END IF;
  UPDATE jadwal.dataset_version SET sealed = true
    WHERE (domain_id, programme_id, dataset) = (d, p, v);
  PERFORM jadwal.audit_append(d, who, 'import', its_name, v,
    jsonb_build_object('digest', encode(told, 'hex')));
END $$;
COMMENT ON FUNCTION jadwal.seal_dataset IS 'Completes a dataset version whose files agree with its digest';

GRANT EXECUTE ON FUNCTION jadwal.open_dataset, jadwal.add_file, jadwal.seal_dataset TO jadwal_coordinator;
GRANT EXECUTE ON FUNCTION jadwal.dataset_digest TO jadwal_coordinator, jadwal_worker;
GRANT SELECT ON jadwal.dataset_version, jadwal.file_content, jadwal.dataset_file TO jadwal_worker, jadwal_coordinator;
GRANT SELECT ON jadwal.member_state, jadwal.city, jadwal.module, jadwal.cohort, jadwal.trainer,
  jadwal.venue, jadwal.chain, jadwal.weight TO jadwal_worker, jadwal_coordinator, jadwal_reader;
GRANT INSERT ON jadwal.member_state, jadwal.city, jadwal.module, jadwal.cohort, jadwal.trainer,
  jadwal.venue, jadwal.chain, jadwal.weight TO jadwal_coordinator;
