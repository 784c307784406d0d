-- A rebuild: versions of the tables made beside those that answer, compared with them, and put in their place.

-- name: lock
-- One rebuild at a time, of all processes; the lock goes with its session.
SELECT pg_try_advisory_lock(hashtext('chancery rebuild'));

-- name: unlock
SELECT pg_advisory_unlock(hashtext('chancery rebuild'));

-- name: building
SELECT name, version, fold, position, built FROM views.view WHERE state = 'building' ORDER BY name;

-- name: begin
INSERT INTO views.view (name, version, fold, state)
SELECT n.name, 1 + coalesce((SELECT max(v.version) FROM views.view AS v WHERE v.name = n.name), 0), n.fold, 'building'
  FROM unnest($1::text[], $2::integer[]) AS n (name, fold)
RETURNING name, version;

-- name: progress
UPDATE views.view SET built = $3, moved_at = clock_timestamp()
 WHERE state = 'building' AND name = ANY ($1::text[]) AND built = $2;

-- name: not_beyond
-- How many of the tables $1 are being filled and have not come further than $2.
SELECT count(*) FROM views.view WHERE state = 'building' AND name = ANY ($1::text[]) AND built <= $2;

-- name: unfinished
-- Whether version $2 of the tables $1 is being filled and not whole yet.
SELECT EXISTS (SELECT FROM views.view WHERE state = 'building' AND name = $1 AND version = $2 AND position = 0);

-- name: forget
DELETE FROM views.view WHERE name = $1 AND version = $2 AND state <> 'active';

-- name: retire
UPDATE views.view SET state = 'retired' WHERE state = 'active' AND name = ANY ($1::text[]);

-- name: activate
UPDATE views.view SET state = 'active' WHERE state = 'building' AND name = ANY ($1::text[]);

-- name: retired
SELECT name, version FROM views.view WHERE state = 'retired' OR (state = 'building' AND NOT (name, version) IN (
    SELECT * FROM unnest($1::text[], $2::integer[])));

-- name: oldest_question
-- When the oldest transaction of this role began that may still read what was retired.
SELECT min(xact_start) FROM pg_stat_activity
 WHERE usename = current_user AND pid <> pg_backend_pid() AND datname = current_database() AND backend_xmin IS NOT NULL;

-- name: window
-- The entries of the happenings that last changed after $1 and up to $2, whole, with the reports that the ledger holds:
-- those between the two, read side by side, then the earlier ones of happenings that have such. The happenings stand in
-- the order in which they changed, so that all of a window are read at once, and none is looked for by its name.
WITH changed AS MATERIALIZED (
    SELECT happening, since FROM views.ground_happening_v1 WHERE changed > $1 AND changed <= $2
)
SELECT told.*
  FROM (SELECT g.happening, g.withdrawn, g.amended, g.moved, g.moved_from, g.position, g.event, g.article, e.type, e.schema_version, e.recorded_at, e.payload
          FROM views.ground_entry_v1 AS g
               JOIN ledger.event AS e ON e.position = g.position
         WHERE g.position > $1 AND g.position <= $2 AND e.position > $1 AND e.position <= $2
        OFFSET 0) AS told
       JOIN changed AS h ON h.happening = told.happening
UNION ALL
SELECT g.happening, g.withdrawn, g.amended, g.moved, g.moved_from, g.position, g.event, g.article, e.type, e.schema_version, e.recorded_at, e.payload
  FROM changed AS h
       CROSS JOIN LATERAL (SELECT * FROM views.ground_entry_v1 AS k WHERE k.happening = h.happening OFFSET 0) AS g
       CROSS JOIN LATERAL (SELECT * FROM ledger.event AS e WHERE e.position = g.position OFFSET 0) AS e
 WHERE h.since <= $1 AND g.position <= $1;

-- name: indexed
-- The columns of the table $1 that its indexes hold, lists only where it is their members that are looked for.
SELECT string_agg(DISTINCT quote_ident(a.attname), ', ')
  FROM pg_index AS i
       JOIN pg_class AS c ON c.oid = i.indexrelid
       JOIN pg_am AS m ON m.oid = c.relam
       JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
       JOIN pg_type AS t ON t.oid = a.atttypid
 WHERE i.indrelid = $1::text::regclass AND (m.amname = 'gin' OR t.typcategory <> 'A');
