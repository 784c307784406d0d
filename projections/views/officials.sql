-- The officials view: a row for each person named in an act and each party for whom the person may have acted.

-- name: tables
CREATE TABLE IF NOT EXISTS views.officials_seen_v1 (
    happening text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    party text COLLATE "C" NOT NULL,
    sure boolean NOT NULL,
    first boolean NOT NULL,
    type text COLLATE "C" NOT NULL,
    day date,
    recorded_on date,
    settled date NOT NULL,
    counted date NOT NULL GENERATED ALWAYS AS (least(day, recorded_on)) STORED
);

-- name: indexes
CREATE INDEX IF NOT EXISTS officials_seen_v1_happening ON views.officials_seen_v1 (happening);
CREATE INDEX IF NOT EXISTS officials_seen_v1_key ON views.officials_seen_v1 (key, party);
CREATE INDEX IF NOT EXISTS officials_seen_v1_party ON views.officials_seen_v1 (party, key);
CREATE INDEX IF NOT EXISTS officials_seen_v1_settled ON views.officials_seen_v1 (settled);

-- name: unsettled
-- Whether a report of some act does not count yet on day $1.
SELECT coalesce(max(settled) > $1, false) FROM views.officials_seen_v1;

-- name: page
-- The persons seen by day $1 in acts of a party $2 and whose names hold $3 (null: any), after the name $4 (null: from
-- the start), at most $5: for each and each party the names used, the acts and the days.
WITH page AS (
    SELECT DISTINCT s.key
      FROM views.officials_seen_v1 AS s
     WHERE s.counted <= $1
       AND ($2::text IS NULL OR s.party = $2)
       AND ($3::text IS NULL OR position($3 IN s.key) > 0)
       AND ($4::text IS NULL OR s.key > $4)
     ORDER BY s.key
     LIMIT $5
)
SELECT k.key, k.party, array_agg(DISTINCT k.name) AS names, count(*) AS acts,
       count(*) FILTER (WHERE k.sure) AS sure, count(*) FILTER (WHERE k.first) AS whole,
       min(k.counted) AS first_seen, max(k.counted) AS last_seen
  FROM page JOIN views.officials_seen_v1 AS k USING (key)
 WHERE k.counted <= $1
 GROUP BY k.key, k.party;

-- name: all_seen
SELECT * FROM views.officials_seen_v1;
