-- The registry of the views: which versions there are, how far each has come, what is parked.

-- name: register
-- A first version becomes active; a further one waits until it is swapped in.
INSERT INTO views.view (name, version, active)
SELECT $1, $2, NOT EXISTS (SELECT FROM views.view WHERE name = $1 AND active)
    ON CONFLICT (name, version) DO NOTHING;

-- name: lock_making
-- Two processes that start together make the tables in turn.
LOCK TABLE views.view IN SHARE ROW EXCLUSIVE MODE;

-- name: positions
SELECT name, position FROM views.view WHERE (name, version) IN (SELECT * FROM unnest($1::text[], $2::integer[]));

-- name: hold
-- The checkpoint, locked: whoever holds it folds the next batch.
SELECT position FROM views.view WHERE name = $1 AND version = $2 FOR UPDATE;

-- name: move
UPDATE views.view SET position = $3, moved_at = clock_timestamp() WHERE name = $1 AND version = $2;

-- name: active
SELECT version, position FROM views.view WHERE name = $1 AND active;

-- name: lag
SELECT v.name, v.version, v.position, head.position - v.position AS behind,
       CASE WHEN head.position > v.position
            THEN greatest(0, extract(epoch FROM clock_timestamp() - e.recorded_at))::double precision ELSE 0 END AS seconds,
       (SELECT count(*) FROM views.parked AS p WHERE p.view = v.name AND p.version = v.version) AS parked
  FROM ledger.head AS head
       CROSS JOIN views.view AS v
       LEFT JOIN ledger.event AS e ON e.position = v.position + 1
 WHERE (v.name, v.version) IN (SELECT * FROM unnest($1::text[], $2::integer[]))
 ORDER BY v.name;

-- name: parked_keys
SELECT DISTINCT unnest(keys) FROM views.parked WHERE view = $1 AND version = $2;

-- name: parked
SELECT position FROM views.parked WHERE view = $1 AND version = $2 ORDER BY position;

-- name: park
INSERT INTO views.parked (view, version, position, event, keys, problem)
SELECT $1, $2, p.position, p.event, string_to_array(p.keys, E'\n'), p.problem
  FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[]) AS p (position, event, keys, problem)
    ON CONFLICT (view, version, position) DO UPDATE SET problem = excluded.problem;

-- name: unpark
DELETE FROM views.parked WHERE view = $1 AND version = $2;

-- name: expected
-- How many reports the ledger holds up to a view's position, to compare with those that the view keeps.
SELECT count(*) FROM ledger.event WHERE position <= $1 AND type = ANY ($2::text[]) AND payload IS NOT NULL;
