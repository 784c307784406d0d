-- The registry: which versions of the views' tables there are, how far each has come, what is parked.

-- name: register
-- The first version of a view's tables answers from the beginning.
INSERT INTO views.view (name, version, fold, state)
SELECT $1, 1, $2, 'active' WHERE NOT EXISTS (SELECT FROM views.view WHERE name = $1)
RETURNING version;

-- name: lock_making
-- Two processes that start together make the tables in turn.
LOCK TABLE views.view IN SHARE ROW EXCLUSIVE MODE;

-- name: active
-- The versions of the views $1 that answer questions.
SELECT name, version, fold, position, moved_at FROM views.view WHERE state = 'active' AND name = ANY ($1::text[]);

-- name: state
-- What every answer of the views depends on.
SELECT name, version, position, moved_at FROM views.view WHERE state = 'active' ORDER BY name;

-- name: take_turn
-- Whoever folds into the active tables or puts others in their place does so in turn. A statement of its own, before
-- "hold": one that waited for rows which a swap retires meanwhile would not see those that took their place.
SELECT pg_advisory_xact_lock(hashtext('chancery views'));

-- name: not_waiting_for_disk
-- For what only follows the ledger, which did wait: rows and the position or progress that tells of them come and go
-- together, and what a server that stops takes back of them is made again. What puts rebuilt tables in place waits, and
-- with it all that was written before.
SET LOCAL synchronous_commit = off;

-- name: planning_once
-- For statements that are always the same, while what they find by are lists of unknown length: to plan or compile them
-- for a batch takes longer than to run them.
SET LOCAL plan_cache_mode = force_generic_plan;
SET LOCAL jit = off;

-- name: hold
-- The active versions, locked by whoever has the turn, and whether each has set something aside. The ground comes first,
-- whoever asks.
SELECT v.name, v.version, v.fold, v.position,
       EXISTS (SELECT FROM views.parked AS p WHERE p.view = v.name AND p.version = v.version) AS parked
  FROM views.view AS v
 WHERE v.state = 'active' AND v.name = ANY ($1::text[])
 ORDER BY v.name <> 'ground', v.name
   FOR UPDATE OF v;

-- name: hold_version
SELECT name, version, fold, position, built FROM views.view WHERE name = $1 AND version = $2 FOR UPDATE;

-- name: move
UPDATE views.view AS kept SET position = $3, moved_at = clock_timestamp()
  FROM unnest($1::text[], $2::integer[]) AS n (name, version)
 WHERE kept.name = n.name AND kept.version = n.version;

-- name: lag
SELECT v.name, v.version, v.fold, v.position, head.position - v.position AS behind,
       CASE WHEN head.position > v.position
            THEN greatest(0, extract(epoch FROM clock_timestamp() - e.recorded_at))::double precision ELSE 0 END AS seconds
  FROM ledger.head AS head
       CROSS JOIN views.view AS v
       LEFT JOIN ledger.event AS e ON e.position = v.position + 1
 WHERE v.state = 'active' AND v.name = ANY ($1::text[])
 ORDER BY v.name;

-- name: parked_count
-- How many events of each type are parked by each active view.
SELECT p.view, e.type, count(*)
  FROM views.parked AS p
       JOIN views.view AS v ON v.name = p.view AND v.version = p.version AND v.state = 'active'
       JOIN ledger.event AS e ON e.position = p.position
 GROUP BY p.view, e.type;

-- name: parking
-- Which of the tables $1, of the versions $2, have set something aside.
SELECT n.name
  FROM unnest($1::text[], $2::integer[]) AS n (name, version)
 WHERE EXISTS (SELECT FROM views.parked AS p WHERE p.view = n.name AND p.version = n.version);

-- name: parked_keys_count
SELECT count(DISTINCT key)
  FROM views.parked AS p
       JOIN views.view AS v ON v.name = p.view AND v.version = p.version AND v.state = 'active'
       CROSS JOIN unnest(p.keys) AS k (key);

-- name: parked_keys
SELECT DISTINCT unnest(keys) FROM views.parked WHERE view = $1 AND version = $2;

-- name: parked
SELECT position, event, problem FROM views.parked WHERE view = $1 AND version = $2 ORDER BY position;

-- name: park
INSERT INTO views.parked (view, version, position, event, keys, problem)
SELECT $1, $2, p.position, p.event, string_to_array(p.keys, E'\n'), p.problem
  FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[]) AS p (position, event, keys, problem)
    ON CONFLICT (view, version, position) DO UPDATE SET problem = coalesce(excluded.problem, views.parked.problem);

-- name: unpark
DELETE FROM views.parked WHERE view = $1 AND version = $2;

-- name: expected
-- How many reports of each type the ledger holds up to a position, to compare with those that the ground keeps.
SELECT type, count(*) FROM ledger.event WHERE position <= $1 AND type = ANY ($2::text[]) AND payload IS NOT NULL GROUP BY type;
