-- The ledger of events, and the library of the texts that they quote.
--
-- Run by the owner of the database. The role chancery_service reads the ledger and appends to it through
-- ledger.append; it may change nothing there. It owns the schema "views", which can be rebuilt at any time.

-- Roles ------------------------------------------------------------------------------------------------------

DO $roles$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'chancery_service') THEN
        BEGIN
            CREATE ROLE chancery_service LOGIN;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL;  -- another database of this server was being set up at the same moment
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'the role chancery_service does not exist and % may not create it', current_user
                    USING ERRCODE = 'insufficient_privilege',
                          HINT = format('Run as a superuser: CREATE ROLE chancery_service LOGIN PASSWORD ''...''; '
                                        'GRANT chancery_service TO %I; then migrate again.', current_user);
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'chancery_service', 'USAGE') THEN
        BEGIN
            EXECUTE format('GRANT chancery_service TO %I', current_user);
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE EXCEPTION '% is not a member of chancery_service and may not make itself one', current_user
                USING ERRCODE = 'insufficient_privilege',
                      HINT = format('Run as a superuser: GRANT chancery_service TO %I; then migrate again.', current_user);
        END;
    END IF;
END
$roles$;

CREATE SCHEMA ledger;
CREATE SCHEMA library;
CREATE SCHEMA views AUTHORIZATION chancery_service;

-- Tables -----------------------------------------------------------------------------------------------------

CREATE TABLE ledger.head (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    position bigint NOT NULL CHECK (position >= 0),
    recorded_at timestamptz NOT NULL,
    compact_range bytea NOT NULL CHECK (octet_length(compact_range) % 32 = 0)
) WITH (fillfactor = 10);
COMMENT ON TABLE ledger.head IS 'The one row that every append locks: the order of its updates is the order of events.';
COMMENT ON COLUMN ledger.head.position IS 'The last position taken, which is also the size of the Merkle tree.';
COMMENT ON COLUMN ledger.head.compact_range IS
    'Roots (32 bytes each) of the complete subtrees that make up the RFC 6962 tree, the largest first.';
INSERT INTO ledger.head (position, recorded_at, compact_range) VALUES (0, '-infinity', '');

CREATE TABLE ledger.event (
    position bigint PRIMARY KEY,
    schema_version integer NOT NULL CHECK (schema_version > 0),
    recorded_at timestamptz NOT NULL,
    id uuid NOT NULL,
    type text COLLATE "C" NOT NULL CHECK (type <> ''),
    author text COLLATE "C" NOT NULL CHECK (author <> ''),
    tags text[] COLLATE "C" NOT NULL,
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
    salt bytea,
    payload bytea,
    CHECK ((salt IS NULL) = (payload IS NULL))
);
COMMENT ON TABLE ledger.event IS 'What happened, in the order in which it was recorded: positions 1, 2, 3, ... without gaps.';
COMMENT ON COLUMN ledger.event.tags IS 'Sorted by their UTF-8 bytes, each once; one row of ledger.tag for each.';
COMMENT ON COLUMN ledger.event.digest IS 'SHA-256 of salt and payload: it stays when these two are redacted, and proofs with it.';
COMMENT ON COLUMN ledger.event.leaf_hash IS 'The event''s leaf in the Merkle tree, as ledger.leaf_hash computes it.';

CREATE TABLE ledger.event_id (
    id uuid PRIMARY KEY,
    position bigint NOT NULL
);
COMMENT ON TABLE ledger.event_id IS 'Where the event of an id stands; a table of its own so that ledger.event can be partitioned.';

CREATE TABLE ledger.tag (
    tag text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (tag, position)
);
COMMENT ON TABLE ledger.tag IS 'The positions of the events that carry a tag, for queries and conditions.';

CREATE TABLE ledger.node (
    level smallint NOT NULL CHECK (level > 0 AND level % 8 = 0),
    index bigint NOT NULL,
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (level, index)
);
COMMENT ON TABLE ledger.node IS
    'Roots of the complete subtrees of 256, 65,536, ... leaves (level 8, 16, ...). 256 neighbours are one tile; '
    'the tiles of level 0 are the leaf hashes of ledger.event.';

CREATE TABLE ledger.checkpoint (
    size bigint PRIMARY KEY CHECK (size > 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    note text NOT NULL,
    signed_at timestamptz NOT NULL
);
COMMENT ON TABLE ledger.checkpoint IS 'Signed tree heads (C2SP tlog-checkpoint), as they were handed out.';

CREATE TABLE library.text (
    hash bytea PRIMARY KEY,
    content text NOT NULL,
    CHECK (hash = sha256(convert_to(content, 'UTF8')))
);
COMMENT ON TABLE library.text IS
    'The clean text of each article, by its SHA-256; outside the ledger, so that a text can be taken down.';

-- Immutability: for everybody, also the owner, also with session_replication_role = replica ----------------------

CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on %.% is refused: the ledger is append-only', tg_op, tg_table_schema, tg_table_name
        USING ERRCODE = 'restrict_violation',
              HINT = 'Append an event that corrects or retracts the earlier one.';
END
$$;

CREATE FUNCTION ledger.refuse_unannounced_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The only change that an event may undergo: the loss of its payload, once the ledger itself says so.
    IF new.payload IS NULL AND new.salt IS NULL
        AND (new.position, new.schema_version, new.recorded_at, new.id, new.type, new.author, new.tags, new.digest, new.leaf_hash)
          = (old.position, old.schema_version, old.recorded_at, old.id, old.type, old.author, old.tags, old.digest, old.leaf_hash)
        AND EXISTS (SELECT FROM ledger.tag t JOIN ledger.event e USING (position)
                     WHERE t.tag = 'redacts:' || old.position AND e.type = 'Redacted')
    THEN
        RETURN new;
    END IF;
    RAISE EXCEPTION 'UPDATE of ledger.event at position % is refused: the ledger is append-only', old.position
        USING ERRCODE = 'restrict_violation',
              HINT = 'Append an event that corrects or retracts the earlier one; ledger.redact takes a payload away.';
END
$$;

CREATE FUNCTION ledger.refuse_rewind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.position > old.position AND new.recorded_at >= old.recorded_at THEN
        RETURN new;
    END IF;
    RAISE EXCEPTION 'the head of the ledger moves forward only: from % to % is refused', old.position, new.position
        USING ERRCODE = 'restrict_violation', HINT = 'Only ledger.append moves the head.';
END
$$;

CREATE TRIGGER refuse_update BEFORE UPDATE ON ledger.event
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_unannounced_redaction();
CREATE TRIGGER refuse_rewind BEFORE UPDATE ON ledger.head FOR EACH ROW EXECUTE FUNCTION ledger.refuse_rewind();
CREATE TRIGGER refuse_removal BEFORE DELETE OR TRUNCATE ON ledger.event EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER refuse_removal BEFORE DELETE OR TRUNCATE ON ledger.head EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.event_id EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.tag EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.node EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.checkpoint EXECUTE FUNCTION ledger.refuse_change();

ALTER TABLE ledger.event ENABLE ALWAYS TRIGGER refuse_update;
ALTER TABLE ledger.event ENABLE ALWAYS TRIGGER refuse_removal;
ALTER TABLE ledger.head ENABLE ALWAYS TRIGGER refuse_rewind;
ALTER TABLE ledger.head ENABLE ALWAYS TRIGGER refuse_removal;
ALTER TABLE ledger.event_id ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE ledger.tag ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE ledger.node ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE ledger.checkpoint ENABLE ALWAYS TRIGGER refuse_change;

-- Queries ----------------------------------------------------------------------------------------------------

-- The positions after "after" and up to "upto" of events of any of the types (none: every type) with all of the
-- tags, in order, at most "atmost" of them. The sparsest tag leads: the one whose 64th next row lies farthest ahead.
-- Plain SQL so that the planner can inline it; OFFSET 0 keeps the look-up by position a look-up in every plan.
CREATE FUNCTION ledger.match(types text[], tags text[], after bigint, upto bigint, atmost bigint)
RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    (SELECT candidate.position
       FROM ledger.tag AS candidate
            CROSS JOIN LATERAL (SELECT FROM ledger.event AS e
                                 WHERE e.position = candidate.position
                                   AND e.tags @> match.tags
                                   AND (cardinality(match.types) = 0 OR e.type = ANY (match.types))
                                OFFSET 0) AS fits
      WHERE candidate.tag = (SELECT wanted.tag
                               FROM unnest(match.tags) AS wanted (tag)
                              ORDER BY (SELECT t.position FROM ledger.tag AS t
                                         WHERE t.tag = wanted.tag COLLATE "C" AND t.position > match.after
                                         ORDER BY t.position OFFSET 63 LIMIT 1) DESC NULLS FIRST
                              LIMIT 1) COLLATE "C"
        AND candidate.position > match.after
        AND candidate.position <= match.upto
      ORDER BY candidate.position
      LIMIT match.atmost)
    UNION ALL
    (SELECT e.position
       FROM ledger.event AS e
      WHERE cardinality(match.tags) = 0
        AND e.position > match.after
        AND e.position <= match.upto
        AND (cardinality(match.types) = 0 OR e.type = ANY (match.types))
      ORDER BY e.position
      LIMIT match.atmost);
END;
COMMENT ON FUNCTION ledger.match IS 'Positions of the events that one item of a query asks for.';

-- The tree ---------------------------------------------------------------------------------------------------

CREATE FUNCTION ledger.field(value bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN int4send(octet_length(value)) || value;
COMMENT ON FUNCTION ledger.field IS 'A field of a leaf: its length in four bytes, then itself.';

-- Plain expressions only, so that the planner can inline it.
CREATE FUNCTION ledger.leaf_hash(
    "position" bigint, id uuid, type text, schema_version integer, recorded_at timestamptz, tags text, author text, digest bytea
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(
    '\x00'::bytea
    || ledger.field('\x01'::bytea)
    || ledger.field(int8send("position"))
    || ledger.field(uuid_send(id))
    || ledger.field(convert_to(type, 'UTF8'))
    || ledger.field(int4send(schema_version))
    || ledger.field(int8send((extract(epoch FROM recorded_at) * 1000000)::bigint))
    || ledger.field(convert_to(tags, 'UTF8'))
    || ledger.field(convert_to(author, 'UTF8'))
    || ledger.field(digest)
);
COMMENT ON FUNCTION ledger.leaf_hash IS 'RFC 6962 hash of an event''s leaf, format 1 (docs: the leaf format).';

-- Adds leaves to the tree: "leaves" are their hashes in order, "size" the leaves before them, "compact_range" the tree
-- so far. Stores the nodes of every eighth level that became complete, and returns the new compact range.
CREATE FUNCTION ledger.grow_tree(size bigint, compact_range bytea, leaves bytea) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
    nodes bytea := leaves;                       -- the new complete nodes of this level
    amount integer := octet_length(leaves) / 32;
    first bigint := size;                        -- index of the first of them in its level
    kept bytea := compact_range;                 -- old nodes, the largest first
    ends bytea := '';                            -- new nodes without a right sibling yet
    height smallint := 0;
BEGIN
    LOOP
        IF height > 0 AND height % 8 = 0 AND amount > 0 THEN
            INSERT INTO ledger.node (level, index, hash)
            SELECT height, first + k, substring(nodes FROM k * 32 + 1 FOR 32) FROM generate_series(0, amount - 1) AS k;
        END IF;
        IF first % 2 = 1 AND amount > 0 THEN     -- the last old node is the left sibling of our first
            nodes := substring(kept FROM octet_length(kept) - 31) || nodes;
            kept := substring(kept FROM 1 FOR octet_length(kept) - 32);
            first := first - 1;
            amount := amount + 1;
        END IF;
        IF amount % 2 = 1 THEN
            ends := substring(nodes FROM octet_length(nodes) - 31) || ends;
            amount := amount - 1;
        END IF;
        EXIT WHEN amount = 0;
        IF amount = 2 THEN
            nodes := sha256('\x01'::bytea || substring(nodes FROM 1 FOR 64));
        ELSE
            nodes := (SELECT string_agg(sha256('\x01'::bytea || substring(nodes FROM k * 64 + 1 FOR 64)), ''::bytea ORDER BY k)
                        FROM generate_series(0, amount / 2 - 1) AS k);
        END IF;
        amount := amount / 2;
        first := first / 2;
        height := height + 1;
    END LOOP;
    RETURN kept || ends;
END
$$;

-- Appending --------------------------------------------------------------------------------------------------

-- Appends the batches of several writers in one transaction, each with a verdict of its own:
--   appended   its events stand at "positions"
--   known      all its ids were there before, with the same content, at "positions"
--   reused     some of its ids were there before, or with other content: nothing of it was written
--   refused    its condition found the event at position "obstacle": nothing of it was written
--
-- Events come as parallel arrays; "batch" numbers the batch of each, 1, 1, 2, 3, ... ascending; the tags of one event
-- and the types and tags of one condition item are joined by line feeds, which neither may contain. A clash says that
-- the condition of one batch would find an event of an earlier one: it is refused if that one was accepted.
-- The ids of one call must differ; the caller keeps equal ids for the next call.
CREATE FUNCTION ledger.append(
    author text,
    batch integer[], id uuid[], type text[], schema_version integer[], tags text[], payload bytea[],
    item_batch integer[], item_after bigint[], item_types text[], item_tags text[],
    clash_batch integer[], clash_with integer[]
) RETURNS TABLE (number integer, verdict text, positions bigint[], obstacle bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '10s'
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    head ledger.head%ROWTYPE;
    moment timestamptz;
    settled integer[] := '{}';                   -- batches that are known or not accepted
    found integer[];
    clash record;
    leaves bytea;
    added integer;
BEGIN
    -- Alone, before anything else is read: under READ COMMITTED the later statements then see all that the
    -- transaction which held the lock before us has written.
    SELECT * INTO STRICT head FROM ledger.head FOR UPDATE;

    found := ARRAY(SELECT DISTINCT n.batch
                     FROM unnest(append.batch, append.id) AS n (batch, id)
                    WHERE EXISTS (SELECT FROM ledger.event_id AS k WHERE k.id = n.id OFFSET 0));
    IF found <> '{}' THEN
        settled := found;
        RETURN QUERY
        SELECT n.batch,
               CASE WHEN bool_and(coalesce(
                        e.type = n.type AND e.schema_version = n.schema_version
                        AND e.tags = string_to_array(n.tags, E'\n') AND coalesce(e.payload = n.payload, true)
                        AND e.author = append.author, false))
                    THEN 'known' ELSE 'reused' END,
               array_agg(e.position ORDER BY n.ordinal),
               NULL::bigint
          FROM unnest(append.batch, append.id, append.type, append.schema_version, append.tags, append.payload)
               WITH ORDINALITY AS n (batch, id, type, schema_version, tags, payload, ordinal)
               LEFT JOIN ledger.event_id AS k ON k.id = n.id
               LEFT JOIN ledger.event AS e ON e.position = k.position
         WHERE n.batch = ANY (found)
         GROUP BY n.batch;
    END IF;

    IF cardinality(item_batch) > 0 THEN
        FOR clash IN
            SELECT i.batch, min(met) AS obstacle
              FROM unnest(item_batch, item_after, item_types, item_tags) AS i (batch, after, types, tags)
                   CROSS JOIN LATERAL ledger.match(
                       string_to_array(i.types, E'\n'), string_to_array(i.tags, E'\n'), i.after, head.position, 1) AS met
             WHERE i.batch <> ALL (settled)
             GROUP BY i.batch
        LOOP
            settled := settled || clash.batch;
            number := clash.batch; verdict := 'refused'; positions := NULL; obstacle := clash.obstacle;
            RETURN NEXT;
        END LOOP;
    END IF;

    FOR clash IN
        SELECT c.later, c.earlier FROM unnest(clash_batch, clash_with) AS c (later, earlier) ORDER BY c.later, c.earlier
    LOOP
        IF clash.later <> ALL (settled) AND clash.earlier <> ALL (settled) THEN
            settled := settled || clash.later;
            number := clash.later; verdict := 'refused'; positions := NULL;
            -- The first position of the neighbour that stands in the way; positions follow the order of batches.
            obstacle := head.position + 1 + (SELECT count(*) FROM unnest(append.batch) AS b (batch)
                                              WHERE b.batch < clash.earlier AND b.batch <> ALL (settled));
            RETURN NEXT;
        END IF;
    END LOOP;

    moment := greatest(head.recorded_at, clock_timestamp());
    WITH accepted AS (
        SELECT head.position + row_number() OVER (ORDER BY n.ordinal) AS position,
               n.id, n.type, n.schema_version, n.tags, n.payload,
               uuid_send(gen_random_uuid()) AS salt
          FROM unnest(append.id, append.type, append.schema_version, append.tags, append.payload, append.batch)
               WITH ORDINALITY AS n (id, type, schema_version, tags, payload, batch, ordinal)
         WHERE n.batch <> ALL (settled)
    ), digested AS (
        SELECT a.*, sha256(a.salt || a.payload) AS digest FROM accepted AS a OFFSET 0
    ), written AS (
        INSERT INTO ledger.event (position, schema_version, recorded_at, id, type, author, tags, digest, leaf_hash, salt, payload)
        SELECT d.position, d.schema_version, moment, d.id, d.type, append.author, string_to_array(d.tags, E'\n'), d.digest,
               ledger.leaf_hash(d.position, d.id, d.type, d.schema_version, moment, d.tags, append.author, d.digest),
               d.salt, d.payload
          FROM digested AS d
        RETURNING position, id, tags, leaf_hash
    ), identified AS (
        INSERT INTO ledger.event_id (id, position) SELECT w.id, w.position FROM written AS w
    ), tagged AS (
        INSERT INTO ledger.tag (tag, position) SELECT unnest(w.tags), w.position FROM written AS w
    )
    SELECT count(*), string_agg(w.leaf_hash, ''::bytea ORDER BY w.position) INTO added, leaves FROM written AS w;
    IF added = 0 THEN
        RETURN;
    END IF;

    UPDATE ledger.head
       SET position = head.position + added,
           recorded_at = moment,
           compact_range = ledger.grow_tree(head.position, head.compact_range, leaves);
    PERFORM pg_notify('ledger', (head.position + added)::text);

    RETURN QUERY
    SELECT p.batch, 'appended', array_agg(p.position ORDER BY p.position), NULL::bigint
      FROM (SELECT n.batch, head.position + row_number() OVER (ORDER BY n.ordinal) AS position
              FROM unnest(append.batch) WITH ORDINALITY AS n (batch, ordinal)
             WHERE n.batch <> ALL (settled)) AS p
     GROUP BY p.batch;
END
$$;
COMMENT ON FUNCTION ledger.append IS 'The only way into the ledger: ordered, conditional, idempotent by id, many batches at a time.';

-- Rights -----------------------------------------------------------------------------------------------------

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
REVOKE ALL ON SCHEMA ledger, library FROM PUBLIC;
GRANT USAGE ON SCHEMA ledger, library TO chancery_service;
GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO chancery_service;
GRANT EXECUTE ON FUNCTION ledger.append, ledger.match, ledger.field, ledger.leaf_hash TO chancery_service;
GRANT SELECT, INSERT ON library.text TO chancery_service;
