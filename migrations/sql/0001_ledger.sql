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
    singleton boolean PRIMARY KEY DEFAULT true,
    position bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    compact_range bytea NOT NULL,
    tagged bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 10);
COMMENT ON TABLE ledger.head IS 'The one row that every append locks: the order of its updates is the order of events.';
COMMENT ON COLUMN ledger.head.position IS 'The last position taken, which is also the size of the Merkle tree.';
COMMENT ON COLUMN ledger.head.compact_range IS
    'Roots (32 bytes each) of the complete subtrees that make up the RFC 6962 tree, the largest first.';
COMMENT ON COLUMN ledger.head.tagged IS
    'The position up to which ledger.tag tells where tags stand. Whoever looks for tags reads the few events after it.';
INSERT INTO ledger.head (position, recorded_at, compact_range) VALUES (0, '-infinity', '');

-- No CHECK on the tables that every append writes: Postgres reads each anew for every statement, and a quarter of the
-- time of an append went there. Only ledger.append writes, and an audit recomputes everything.
CREATE TABLE ledger.event (
    position bigint PRIMARY KEY,
    schema_version integer NOT NULL,
    recorded_at timestamptz NOT NULL,
    id uuid NOT NULL,
    type text COLLATE "C" NOT NULL,
    author text COLLATE "C" NOT NULL,
    tags text[] COLLATE "C" NOT NULL,
    digest bytea NOT NULL,
    leaf_hash bytea NOT NULL,
    salt bytea,
    payload bytea
);
COMMENT ON TABLE ledger.event IS 'What happened, in the order in which it was recorded: positions 1, 2, 3, ... without gaps.';
COMMENT ON COLUMN ledger.event.tags IS 'Sorted by their UTF-8 bytes, each once. ledger.tag leads to them.';
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
    kinds bigint NOT NULL,
    earlier bigint[],
    PRIMARY KEY (tag, position)
);
COMMENT ON TABLE ledger.tag IS
    'Where the events up to ledger.head.tagged stand that have a tag, for queries and conditions: one row for each 128 '
    'events or more, so that what is said of one subject costs one row. The rows of a tag follow each other without overlap.';
COMMENT ON COLUMN ledger.tag.position IS 'The last of the positions of this row.';
COMMENT ON COLUMN ledger.tag.kinds IS
    'Of the types of these events, ledger.kind of each, put together: whoever asks for other types passes over the row.';
COMMENT ON COLUMN ledger.tag.earlier IS 'The others, ascending; null where there is but one.';

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
        AND EXISTS (SELECT FROM ledger.match('{Redacted}', ARRAY['redacts:' || old.position], old.position, 1::bigint << 62, 1))
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
    IF new.position > old.position AND new.recorded_at >= old.recorded_at AND new.tagged >= old.tagged THEN
        RETURN new;
    END IF;
    RAISE EXCEPTION 'the head of the ledger moves forward only: from % to % is refused', old.position, new.position
        USING ERRCODE = 'restrict_violation', HINT = 'Only ledger.append moves the head.';
END
$$;

CREATE TRIGGER refuse_update BEFORE UPDATE ON ledger.event
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_unannounced_redaction();
CREATE TRIGGER refuse_rewind BEFORE UPDATE ON ledger.head
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_rewind();
CREATE TRIGGER refuse_removal BEFORE DELETE OR TRUNCATE ON ledger.event EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER refuse_second BEFORE INSERT OR DELETE OR TRUNCATE ON ledger.head EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.event_id EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.tag EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.node EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.checkpoint EXECUTE FUNCTION ledger.refuse_change();

ALTER TABLE ledger.event ENABLE ALWAYS TRIGGER refuse_update;
ALTER TABLE ledger.event ENABLE ALWAYS TRIGGER refuse_removal;
ALTER TABLE ledger.head ENABLE ALWAYS TRIGGER refuse_rewind;
ALTER TABLE ledger.head ENABLE ALWAYS TRIGGER refuse_second;
ALTER TABLE ledger.event_id ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE ledger.tag ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE ledger.node ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE ledger.checkpoint ENABLE ALWAYS TRIGGER refuse_change;

-- Queries ----------------------------------------------------------------------------------------------------

-- One bit of 64 for each type: events of other types are told apart without a look at them, but for those whose types
-- share a bit. Plain expressions only, so that the planner can inline it; letters and the length, since an append
-- computes it for each event, and a SHA-256 took longer than all else about its tags.
CREATE FUNCTION ledger.kind(type text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 1::bigint << ((ascii(type) + 7 * octet_length(type)
    + 11 * ascii(right(type, 8)) + 10 * ascii(right(type, 2)) + 29 * ascii(right(type, 1))) & 63);
COMMENT ON FUNCTION ledger.kind IS 'The bit of an event type in the column "kinds" of ledger.tag.';

-- The positions after "after" and up to "upto" of events of any of the types (none: every type) with all of the
-- tags, at most "atmost" of those that the tag rows lead to, and of those behind them. The sparsest tag leads: the one whose 16th next row lies farthest ahead.
-- Plain SQL so that the planner can inline it; OFFSET 0 keeps the look-up by position a look-up in every plan.
CREATE FUNCTION ledger.match(types text[], tags text[], after bigint, upto bigint, atmost bigint)
RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    (SELECT candidate.position
       FROM (SELECT CASE WHEN cardinality(match.tags) = 1 THEN match.tags[1]
                         ELSE (SELECT wanted.tag
                                 FROM unnest(match.tags) AS wanted (tag)
                                ORDER BY (SELECT t.position FROM ledger.tag AS t
                                           WHERE t.tag = wanted.tag COLLATE "C" AND t.position > match.after
                                           ORDER BY t.position OFFSET 15 LIMIT 1) DESC NULLS FIRST
                                LIMIT 1)
                    END AS tag,
                    coalesce((SELECT bit_or(ledger.kind(asked.type)) FROM unnest(match.types) AS asked (type)), -1) AS kinds
             OFFSET 0) AS lead
            CROSS JOIN LATERAL
            (SELECT t.position, t.earlier
               FROM ledger.tag AS t
              WHERE t.tag = lead.tag COLLATE "C"
                AND t.position > match.after
                -- The first row that reaches beyond "upto" may begin before it.
                AND t.position <= coalesce((SELECT n.position FROM ledger.tag AS n
                                             WHERE n.tag = lead.tag COLLATE "C" AND n.position >= match.upto
                                             ORDER BY n.position LIMIT 1), match.upto)
                AND t.kinds & lead.kinds <> 0
              ORDER BY t.position) AS lot
            CROSS JOIN LATERAL unnest(lot.earlier || lot.position) AS candidate (position)
            CROSS JOIN LATERAL (SELECT FROM ledger.event AS e
                                 WHERE e.position = candidate.position
                                   AND e.tags @> match.tags
                                   AND (cardinality(match.types) = 0 OR e.type = ANY (match.types))
                                OFFSET 0) AS fits
      WHERE candidate.position > match.after AND candidate.position <= match.upto
      ORDER BY lot.position, candidate.position
      LIMIT match.atmost)
    UNION ALL
    (SELECT e.position
       FROM ledger.event AS e
      WHERE cardinality(match.tags) > 0
        AND e.position > greatest(match.after, (SELECT h.tagged FROM ledger.head AS h))
        AND e.position <= match.upto
        AND (cardinality(match.types) = 0 OR e.type = ANY (match.types))
        AND e.tags @> match.tags
      ORDER BY e.position
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

-- The positions that any item of a query asks for, in order, each once. The types and tags of an item are joined by
-- line feeds. Not inlined, for the sake of its settings: look-ups by key, also when planned while the ledger was small.
CREATE FUNCTION ledger.find(item_types text[], item_tags text[], after bigint, upto bigint, atmost bigint)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_bitmapscan = off
SET jit = off
AS $$
BEGIN
    RETURN QUERY
    SELECT DISTINCT met.position
      FROM (SELECT string_to_array(asked.types, E'\n') AS types, string_to_array(asked.tags, E'\n') AS tags
              FROM unnest(item_types, item_tags) AS asked (types, tags)
            OFFSET 0) AS item
           CROSS JOIN LATERAL ledger.match(item.types, item.tags, after, upto, atmost) AS met (position)
     ORDER BY met.position
     LIMIT atmost;
END
$$;
COMMENT ON FUNCTION ledger.find IS 'Positions of the events that a query asks for.';

-- The tree ---------------------------------------------------------------------------------------------------

-- Each field of a leaf is preceded by its length in four bytes, which is how an array of bytea is sent, behind a header
-- of 20 bytes. Plain expressions only, so that the planner can inline it; few of them, since each is set up anew for
-- every append. The caller gives recorded_at in microseconds and the sorted tags joined by line feeds.
CREATE FUNCTION ledger.leaf_hash(
    "position" bigint, id uuid, type bytea, schema_version integer, recorded_at bigint, tags bytea, author bytea, digest bytea
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256('\x00'::bytea || substring(array_send(ARRAY[
    '\x01'::bytea,                               -- the format: 1; the byte before it is the prefix of a leaf
    int8send("position"), uuid_send(id), type, int4send(schema_version), int8send(recorded_at), tags, author, digest
]) FROM 21));
COMMENT ON FUNCTION ledger.leaf_hash IS 'RFC 6962 hash of an event''s leaf in format 1; texts come as UTF-8.';

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
    parents bytea;
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
        -- A query takes longer to set up than a few nodes to hash; one node put to the others copies them all.
        IF amount <= 512 THEN
            parents := '';
            FOR k IN 0 .. amount / 2 - 1 LOOP
                parents := parents || sha256('\x01'::bytea || substring(nodes FROM k * 64 + 1 FOR 64));
            END LOOP;
            nodes := parents;
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

-- Puts the tags of the events after the position "tagged" and up to "upto" where queries find them. Done for 128 events
-- or more at a time: row by row for each append it was 40 % of what an append cost the server.
CREATE FUNCTION ledger.put_tags(tagged bigint, upto bigint) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_sort = off                            -- the positions of a tag stay in the order in which they are read
SET jit = off
AS $$
BEGIN
    INSERT INTO ledger.tag (tag, position, kinds, earlier)
    SELECT t.tag, t.positions[cardinality(t.positions)], t.kinds, nullif(trim_array(t.positions, 1), '{}')
      FROM (SELECT carried.tag, array_agg(carried.position) AS positions, bit_or(carried.kind) AS kinds
              FROM (SELECT n.position, n.kind, unnest(n.tags) AS tag
                      FROM (SELECT e.position, ledger.kind(e.type) AS kind, e.tags
                              FROM ledger.event AS e
                             WHERE e.position > put_tags.tagged AND e.position <= put_tags.upto
                             ORDER BY e.position
                            OFFSET 0) AS n) AS carried
             GROUP BY carried.tag) AS t;
END
$$;
COMMENT ON FUNCTION ledger.put_tags IS 'Where the tags of the last events stand, once there are enough of them.';

-- Appends the batches of several writers in one transaction. Events come as parallel arrays; "batch" numbers the batch
-- of each, 1, 1, 2, 3, ... ascending; the tags of one event and the types and tags of one condition item are joined by
-- line feeds, which neither may contain; "sealed" is the digest (32 bytes), the salt (16 bytes) and the payload in one,
-- the digest being the SHA-256 of the other two. A clash says that the condition of one batch would find an event of
-- an earlier one: it is refused if that one is accepted. The ids of one call must differ; the caller keeps equal ids
-- for the next call.
--
-- A caller that has itself appended what stands up to "seen" need not have it searched again: "item_checked" is the
-- position up to which it knows that an item finds nothing. It counts only if the tree is still the one that the caller
-- left, "seen_tree", or if the event at "seen" has the id and the time that the caller remembers: of a ledger restored
-- from a copy nobody remembers anything.
--
-- Ids are looked up only where it matters: if some condition may find something (an id that is known is not refused), or
-- if the call is "retried". Else an id that is known ends the call with a unique_violation, nothing is written, and the
-- caller calls again with "retried".
--
-- Every batch has a verdict of its own. It is
--   known      when any of its ids was there before: nothing of it is written; the caller compares what stands there;
--   refused    when its condition finds the event at position "obstacle": nothing of it is written;
--   appended   otherwise; its events stand right after those of the batches appended before it, the first at "before" + 1.
CREATE FUNCTION ledger.append(
    author text,
    batch integer[], id uuid[], type text[], schema_version integer[], tags text[], sealed bytea[],
    item_batch integer[], item_after bigint[], item_types text[], item_tags text[],
    clash_batch integer[], clash_with integer[],
    item_checked bigint[], seen bigint, seen_id uuid, seen_at timestamptz, seen_tree bytea, retried boolean,
    OUT before bigint, OUT known integer[], OUT refused integer[], OUT obstacle bigint[], OUT recorded_at timestamptz,
    OUT tree bytea
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
-- Every look-up here is by a key. A plan made while the tables were small must not stay when they have grown.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_bitmapscan = off
SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    head ledger.head%ROWTYPE;
    settled integer[] := '{}';                         -- the batches of which nothing is written
    doubtful integer[] := '{}';                        -- items that may find something: all their tags have new events
    fresh text[] COLLATE "C";                          -- the tags that new events have, of those without rows in ledger.tag
    clash record;
BEGIN
    -- Alone, before anything else is read: under READ COMMITTED the later statements then see all that the
    -- transaction which held the lock before us has written.
    SELECT * INTO STRICT head FROM ledger.head WHERE singleton FOR UPDATE;
    before := head.position;
    known := '{}';
    refused := '{}';
    obstacle := '{}';

    IF head.compact_range = seen_tree THEN
        item_after := item_checked;
    ELSIF seen > 0 AND EXISTS (SELECT FROM ledger.event AS e
                             WHERE e.position = seen AND e.id = seen_id AND e.recorded_at = seen_at) THEN
        item_after := item_checked;
    END IF;
    IF before > ANY (item_after) THEN
        fresh := ARRAY(SELECT DISTINCT unnest(e.tags)
                         FROM ledger.event AS e
                        WHERE e.position > greatest(head.tagged, (SELECT min(i.after) FROM unnest(item_after) AS i (after)))
                          AND e.position <= before);
        doubtful := ARRAY(SELECT i.number
                            FROM unnest(item_after, item_tags) WITH ORDINALITY AS i (after, tags, number)
                           WHERE i.after < before
                             AND NOT EXISTS (SELECT FROM unnest(string_to_array(i.tags, E'\n')) AS wanted (tag)
                                              WHERE wanted.tag <> ALL (fresh)
                                                AND NOT EXISTS (SELECT FROM ledger.tag AS t
                                                                 WHERE t.tag = wanted.tag COLLATE "C" AND t.position > i.after
                                                                OFFSET 0)
                                             OFFSET 0));
    END IF;

    IF retried OR doubtful <> '{}' OR clash_batch <> '{}' THEN
        known := ARRAY(SELECT DISTINCT n.batch
                         FROM unnest(append.batch, append.id) AS n (batch, id)
                        WHERE EXISTS (SELECT FROM ledger.event_id AS k WHERE k.id = n.id OFFSET 0));
        settled := known;
        IF doubtful <> '{}' THEN
            FOR clash IN
                SELECT i.batch, min(met) AS obstacle
                  FROM (SELECT n.batch, n.after, string_to_array(n.types, E'\n') AS types, string_to_array(n.tags, E'\n') AS tags
                          FROM unnest(item_batch, item_after, item_types, item_tags)
                               WITH ORDINALITY AS n (batch, after, types, tags, number)
                         WHERE n.number = ANY (doubtful) AND n.batch <> ALL (known)
                        OFFSET 0) AS i
                       CROSS JOIN LATERAL ledger.match(i.types, i.tags, i.after, before, 1) AS met
                 GROUP BY i.batch
            LOOP
                settled := settled || clash.batch;
                refused := refused || clash.batch;
                obstacle := obstacle || clash.obstacle;
            END LOOP;
        END IF;
    END IF;

    IF clash_batch <> '{}' THEN
        FOR clash IN
            SELECT c.later, c.earlier FROM unnest(clash_batch, clash_with) AS c (later, earlier) ORDER BY c.later, c.earlier
        LOOP
            IF clash.later <> ALL (settled) AND clash.earlier <> ALL (settled) THEN
                refused := refused || clash.later;
                obstacle := obstacle || (SELECT before + 1 + count(*) FROM unnest(append.batch) AS b (batch)
                                          WHERE b.batch < clash.earlier AND b.batch <> ALL (settled));
                settled := settled || clash.later;
            END IF;
        END LOOP;
    END IF;

    IF settled <> '{}' THEN
        SELECT array_agg(n.id), array_agg(n.type), array_agg(n.schema_version), array_agg(n.tags), array_agg(n.sealed)
          INTO append.id, append.type, append.schema_version, append.tags, append.sealed
          FROM (SELECT *
                  FROM unnest(append.batch, append.id, append.type, append.schema_version, append.tags, append.sealed)
                       WITH ORDINALITY AS n (batch, id, type, schema_version, tags, sealed, ordinal)
                 WHERE n.batch <> ALL (settled)
                 ORDER BY n.ordinal) AS n;
        IF append.id IS NULL THEN
            RETURN;
        END IF;
    END IF;

    SELECT w.recorded_at, w.grown INTO recorded_at, tree
      FROM ledger.append_all(author, append.id, append.type, append.schema_version, append.tags, append.sealed, NULL, NULL) AS w;
END
$$;
COMMENT ON FUNCTION ledger.append IS 'The way into the ledger: ordered, conditional, idempotent by id, many batches at a time.';

-- Appends events as ledger.append does, where nothing needs to be searched: the caller left the ledger with the compact
-- range "tree" and knows that nothing up to there is in the way, nor one of these events in that of another. If the
-- ledger is another by now, nothing is written and "before" is null. A null "tree" asks nothing. In its place a caller whose
-- last call is not answered yet gives the digest of the last event of that call: it is unlike any other, and stands at
-- the end if that call was the last one here and did all that it was asked. An id that is known is a unique_violation.
CREATE FUNCTION ledger.append_all(
    author text, id uuid[], type text[], schema_version integer[], tags text[], sealed bytea[], tree bytea, last bytea,
    OUT before bigint, OUT recorded_at timestamptz, OUT grown bytea
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
-- Else every call plans for arrays of just this length, which takes longer than to write them.
SET plan_cache_mode = force_generic_plan
SET jit = off
AS $$
#variable_conflict use_variable
DECLARE
    place tid;                                   -- of the head's row, so that it need not be found again
    tagged bigint;
    after bigint;
    author_bytes bytea := convert_to(author, 'UTF8');
    microseconds bigint;                         -- recorded_at, since 1970
    leaves bytea;
    node bytea;
    index bigint;                                -- of the node in its level
BEGIN
    -- Alone, before anything else, as in ledger.append.
    SELECT h.position, h.recorded_at, h.compact_range, h.tagged, h.ctid INTO before, recorded_at, grown, tagged, place
      FROM ledger.head AS h FOR UPDATE;
    IF grown <> tree THEN
        before := NULL;
        RETURN;
    END IF;
    IF last IS NOT NULL THEN
        IF NOT EXISTS (SELECT FROM ledger.event AS e WHERE e.position = before AND e.digest = last) THEN
            before := NULL;
            RETURN;
        END IF;
    END IF;
    recorded_at := greatest(recorded_at, clock_timestamp());
    microseconds := extract(epoch FROM recorded_at) * 1000000;
    after := before + cardinality(id);
    WITH written AS (
        INSERT INTO ledger.event AS e
               (position, schema_version, recorded_at, id, type, author, tags, digest, leaf_hash, salt, payload)
        SELECT n.position, n.schema_version, recorded_at, n.id, n.type, author, string_to_array(n.tags, E'\n'),
               substring(n.sealed FROM 1 FOR 32),
               ledger.leaf_hash(n.position, n.id, convert_to(n.type, 'UTF8'), n.schema_version, microseconds,
                                convert_to(n.tags, 'UTF8'), author_bytes, substring(n.sealed FROM 1 FOR 32)),
               substring(n.sealed FROM 33 FOR 16), substring(n.sealed FROM 49)
          FROM (SELECT generate_series(before + 1, after) AS position, unnest(id) AS id, unnest(type) AS type,
                       unnest(schema_version) AS schema_version, unnest(tags) AS tags, unnest(sealed) AS sealed) AS n
        RETURNING e.leaf_hash
    ), identified AS (
        INSERT INTO ledger.event_id (id, position)
        SELECT unnest(id), generate_series(before + 1, after)
    )
    -- In the order in which they were written: nothing here sorts, or works in parallel.
    SELECT string_agg(w.leaf_hash, ''::bytea) INTO leaves FROM written AS w;

    -- What ledger.grow_tree does, here and in ledger.append_one written out for a few leaves: to call it for them takes
    -- as long as to hash two to four nodes.
    IF after - before > 64 OR before / 256 <> after / 256 THEN
        grown := ledger.grow_tree(before, grown, leaves);
    ELSE
        FOR k IN before .. after - 1 LOOP
            node := substring(leaves FROM (k - before)::integer * 32 + 1 FOR 32);
            index := k;
            WHILE index % 2 = 1 LOOP             -- the last node of the range is the left sibling of ours
                node := sha256('\x01'::bytea || substring(grown FROM octet_length(grown) - 31) || node);
                grown := substring(grown FROM 1 FOR octet_length(grown) - 32);
                index := index / 2;
            END LOOP;
            grown := grown || node;
        END LOOP;
    END IF;
    IF after - tagged >= 128 THEN
        PERFORM ledger.put_tags(tagged, after);
        tagged := after;
    END IF;
    UPDATE ledger.head AS h SET position = after, recorded_at = recorded_at, compact_range = grown, tagged = tagged
     WHERE h.ctid = place;
    PERFORM pg_notify('ledger', after::text);
END
$$;
COMMENT ON FUNCTION ledger.append_all IS 'What ledger.append does for events in whose way nothing can stand.';

-- ledger.append_all for one event. Two thirds of an append of one were the setting up of statements and expressions; so
-- there are few of them here.
CREATE FUNCTION ledger.append_one(
    author text, id uuid, type text, schema_version integer, tags text, sealed bytea, tree bytea,
    OUT before bigint, OUT recorded_at timestamptz, OUT grown bytea
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    place tid;                                   -- of the head's row, so that it need not be found again
    tagged bigint;
    node bytea;
    index bigint;                                -- of the node in its level
BEGIN
    -- Alone, before anything else, as in ledger.append.
    SELECT h.position, h.recorded_at, h.compact_range, h.tagged, h.ctid INTO before, recorded_at, grown, tagged, place
      FROM ledger.head AS h FOR UPDATE;
    IF grown <> tree THEN
        before := NULL;
        RETURN;
    END IF;
    recorded_at := greatest(recorded_at, clock_timestamp());
    INSERT INTO ledger.event AS e
           (position, schema_version, recorded_at, id, type, author, tags, digest, leaf_hash, salt, payload)
    VALUES (before + 1, schema_version, recorded_at, id, type, author, string_to_array(tags, E'\n'),
            substring(sealed FROM 1 FOR 32),
            ledger.leaf_hash(before + 1, id, convert_to(type, 'UTF8'), schema_version,
                             (extract(epoch FROM recorded_at) * 1000000)::bigint,
                             convert_to(tags, 'UTF8'), convert_to(author, 'UTF8'), substring(sealed FROM 1 FOR 32)),
            substring(sealed FROM 33 FOR 16), substring(sealed FROM 49))
    RETURNING e.leaf_hash INTO node;
    INSERT INTO ledger.event_id (id, position) VALUES (id, before + 1);
    IF before % 256 = 255 THEN
        grown := ledger.grow_tree(before, grown, node);
    ELSE
        index := before;
        WHILE index % 2 = 1 LOOP                 -- the last node of the range is the left sibling of ours
            node := sha256('\x01'::bytea || substring(grown FROM octet_length(grown) - 31) || node);
            grown := substring(grown FROM 1 FOR octet_length(grown) - 32);
            index := index / 2;
        END LOOP;
        grown := grown || node;
    END IF;
    IF before + 1 - tagged >= 128 THEN
        PERFORM ledger.put_tags(tagged, before + 1);
        tagged := before + 1;
    END IF;
    UPDATE ledger.head AS h SET position = before + 1, recorded_at = recorded_at, compact_range = grown, tagged = tagged
     WHERE h.ctid = place;
    PERFORM pg_notify('ledger', (before + 1)::text);
END
$$;
COMMENT ON FUNCTION ledger.append_one IS 'What ledger.append does for one event in whose way nothing can stand.';

-- Redaction and checkpoints ----------------------------------------------------------------------------------

-- Appends the event of type Redacted that is given and takes the payload and the salt of the event at "target" away.
-- The digest stays, so that every proof still holds. Only the owner may call it. Returns the position of Redacted.
CREATE FUNCTION ledger.redact(
    target bigint, author text, id uuid, schema_version integer, tags text, digest bytea, salt bytea, payload bytea
) RETURNS bigint LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    answer record;
BEGIN
    IF NOT EXISTS (SELECT FROM ledger.event AS e WHERE e.position = target AND e.type <> 'Redacted') THEN
        RAISE EXCEPTION 'there is nothing to redact at position %', target
            USING ERRCODE = 'no_data_found', HINT = 'Name the position of an event; the record of a redaction itself stays.';
    END IF;
    IF 'redacts:' || target <> ALL (string_to_array(tags, E'\n')) THEN
        RAISE EXCEPTION 'the event that redacts position % must carry the tag redacts:%', target, target
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT * INTO STRICT answer
      FROM ledger.append(author, '{1}', ARRAY[id], '{Redacted}', ARRAY[schema_version], ARRAY[tags],
                         ARRAY[digest || salt || payload],
                         '{}', '{}', '{}', '{}', '{}', '{}', '{}', 0, NULL, NULL, NULL, true);
    UPDATE ledger.event AS e SET payload = NULL, salt = NULL WHERE e.position = target AND e.payload IS NOT NULL;
    RETURN (SELECT k.position FROM ledger.event_id AS k WHERE k.id = redact.id);
END
$$;
COMMENT ON FUNCTION ledger.redact IS 'The only way in which anything leaves the ledger, and the ledger says so.';

-- Keeps a signed checkpoint of the tree; false where there is one of this size, or of a larger one, already.
CREATE FUNCTION ledger.keep_checkpoint(size bigint, root bytea, note text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
    IF keep_checkpoint.size > (SELECT position FROM ledger.head) THEN
        RAISE EXCEPTION 'a checkpoint of % events, but the ledger has fewer', keep_checkpoint.size
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    INSERT INTO ledger.checkpoint (size, root, note, signed_at)
    SELECT keep_checkpoint.size, keep_checkpoint.root, keep_checkpoint.note, clock_timestamp()
     WHERE NOT EXISTS (SELECT FROM ledger.checkpoint AS c WHERE c.size >= keep_checkpoint.size)
    ON CONFLICT DO NOTHING;
    RETURN FOUND;
END
$$;
COMMENT ON FUNCTION ledger.keep_checkpoint IS 'Keeps what was signed, so that the next one can be compared with it.';

-- Rights -----------------------------------------------------------------------------------------------------

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
REVOKE ALL ON SCHEMA ledger, library FROM PUBLIC;
GRANT USAGE ON SCHEMA ledger, library TO chancery_service;
GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO chancery_service;
GRANT EXECUTE ON FUNCTION ledger.append, ledger.append_all, ledger.append_one, ledger.match, ledger.find, ledger.kind, ledger.keep_checkpoint TO chancery_service;
GRANT SELECT, INSERT ON library.text TO chancery_service;
