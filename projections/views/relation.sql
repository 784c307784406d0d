-- The relation view: a row for each fact of each pair of parties, and a row for each pair.

-- name: tables
CREATE TABLE IF NOT EXISTS views.relation_fact_v1 (
    happening text COLLATE "C" NOT NULL,
    a text COLLATE "C" NOT NULL,
    b text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    way smallint NOT NULL,
    day date,
    recorded_on date,
    settled date NOT NULL,
    heard date NOT NULL,
    said date NOT NULL,
    entered bigint NOT NULL,
    touched bigint NOT NULL,
    effective boolean NOT NULL,
    articles text[] COLLATE "C" NOT NULL,
    undated_articles text[] COLLATE "C" NOT NULL,
    publishers text[] COLLATE "C" NOT NULL,
    first_reported text COLLATE "C",
    last_reported text COLLATE "C",
    parties text[] COLLATE "C" NOT NULL,
    fact bytea NOT NULL,
    counted date NOT NULL GENERATED ALWAYS AS (least(day, recorded_on)) STORED,
    pair text COLLATE "C" NOT NULL GENERATED ALWAYS AS (a || '-' || b) STORED,
    CHECK (a < b)
);
COMMENT ON COLUMN views.relation_fact_v1.pair IS
    'Both parties in one, by which the facts of a pair are found: an index of two columns takes longer to sort.';
COMMENT ON COLUMN views.relation_fact_v1.way IS '0: an act of a towards b, 1: of b towards a, 2: of both.';
CREATE TABLE IF NOT EXISTS views.relation_pair_v1 (
    a text COLLATE "C" NOT NULL,
    b text COLLATE "C" NOT NULL,
    facts integer NOT NULL,
    articles integer NOT NULL,
    undated_articles integer NOT NULL,
    publishers text[] COLLATE "C" NOT NULL,
    first_reported text COLLATE "C",
    last_reported text COLLATE "C",
    settled date NOT NULL,
    PRIMARY KEY (a, b)
);

-- name: indexes
CREATE INDEX IF NOT EXISTS relation_fact_v1_happening ON views.relation_fact_v1 (happening);
CREATE INDEX IF NOT EXISTS relation_fact_v1_latest ON views.relation_fact_v1 (pair, counted, happening, parties)
    INCLUDE (settled, heard, said, entered, touched);
CREATE INDEX IF NOT EXISTS relation_fact_v1_type
    ON views.relation_fact_v1 (pair, type, way, counted, happening, parties) WHERE effective;
CREATE INDEX IF NOT EXISTS relation_pair_v1_b ON views.relation_pair_v1 (b, a);
CREATE INDEX IF NOT EXISTS relation_pair_v1_settled ON views.relation_pair_v1 (settled);

-- name: unsettled
-- Whether a report of some fact does not count yet on day $1.
SELECT coalesce(max(settled) > $1, false) FROM views.relation_pair_v1;

-- name: take_out
-- Take the facts of the happenings $1 out, and say what the sums of their pairs counted of them.
DELETE FROM views.relation_fact_v1 WHERE happening = ANY ($1::text[])
RETURNING a, b, articles, undated_articles, publishers, first_reported, last_reported, settled;

-- name: beside
-- Of the pairs $1, $2 the facts of some happenings, as the pairs' sums count them. Which happenings these are says the
-- statement behind which this one is joined.
SELECT f.a, f.b, f.articles, f.undated_articles, f.publishers, f.first_reported, f.last_reported, f.settled
  FROM views.relation_fact_v1 AS f
 WHERE f.happening = ANY (ARRAY(SELECT happening FROM part1))
   AND EXISTS (SELECT FROM unnest($1::text[], $2::text[]) AS wanted (a, b)
                WHERE wanted.a = f.a COLLATE "C" AND wanted.b = f.b COLLATE "C");

-- name: add_up
-- Add differences of facts $3, articles $4 and undated ones $5 to the sums of the pairs $1, $2, and take in first and
-- last reports $8, $9, settled days $10 and publishers, which are $11 from place $6 to place $7.
INSERT INTO views.relation_pair_v1 AS kept
SELECT n.a, n.b, n.facts, n.articles, n.undated_articles, ($11::text[])[n.low : n.high], n.first, n.last, n.settled
  FROM unnest($1::text[], $2::text[], $3::integer[], $4::integer[], $5::integer[], $6::integer[], $7::integer[],
              $8::text[], $9::text[], $10::date[])
       AS n (a, b, facts, articles, undated_articles, low, high, first, last, settled)
    ON CONFLICT (a, b) DO UPDATE
   SET facts = kept.facts + excluded.facts,
       articles = kept.articles + excluded.articles,
       undated_articles = kept.undated_articles + excluded.undated_articles,
       publishers = CASE WHEN kept.publishers @> excluded.publishers THEN kept.publishers
                         ELSE ARRAY(SELECT DISTINCT publisher
                                      FROM unnest(kept.publishers || excluded.publishers) AS publisher
                                     ORDER BY publisher) END,
       first_reported = least(kept.first_reported, excluded.first_reported),
       last_reported = greatest(kept.last_reported, excluded.last_reported),
       settled = greatest(kept.settled, excluded.settled);

-- name: loosened
-- Of the pairs $1, $2 those that have as their first report, last report or settled day what has gone ($3, $4, $5; null:
-- nothing has), and of the pairs $6, $7 those of which no fact has the publisher $8.
SELECT kept.a, kept.b
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[]) AS gone (a, b, first, last, settled)
       JOIN views.relation_pair_v1 AS kept ON kept.a = gone.a COLLATE "C" AND kept.b = gone.b COLLATE "C"
 WHERE kept.first_reported = gone.first OR kept.last_reported = gone.last OR kept.settled = gone.settled
UNION
SELECT gone.a, gone.b
  FROM unnest($6::text[], $7::text[], $8::text[]) AS gone (a, b, publisher)
 WHERE NOT EXISTS (SELECT FROM views.relation_fact_v1 AS f
                    WHERE f.pair = (gone.a || '-' || gone.b) COLLATE "C"
                      AND gone.publisher = ANY (f.publishers));

-- name: summarise_all
-- Every pair there is, where none is kept yet, in two looks at the facts. Articles are counted once for each pair.
INSERT INTO views.relation_pair_v1
WITH told AS (
    SELECT each.pair, count(*) AS articles, count(*) FILTER (WHERE each.undated) AS undated_articles
      FROM (SELECT f.pair, f.article, bool_or(f.article = ANY (f.undated_articles)) AS undated
              FROM (SELECT pair, unnest(articles) AS article, undated_articles FROM views.relation_fact_v1) AS f
             GROUP BY f.pair, f.article) AS each
     GROUP BY each.pair
), heard AS MATERIALIZED (
    SELECT f.pair, f.a, f.b, f.publishers, count(*) AS facts, min(f.first_reported) AS first_reported,
           max(f.last_reported) AS last_reported, max(f.settled) AS settled
      FROM views.relation_fact_v1 AS f
     GROUP BY f.pair, f.a, f.b, f.publishers
), published AS (
    SELECT each.pair, array_agg(each.publisher ORDER BY each.publisher) AS publishers
      FROM (SELECT DISTINCT pair, unnest(publishers) AS publisher FROM heard) AS each
     GROUP BY each.pair
)
SELECT known.a, known.b, known.facts, told.articles, told.undated_articles, coalesce(published.publishers, '{}'),
       known.first_reported, known.last_reported, known.settled
  FROM (SELECT h.pair, h.a, h.b, sum(h.facts) AS facts, min(h.first_reported) AS first_reported,
               max(h.last_reported) AS last_reported, max(h.settled) AS settled
          FROM heard AS h
         GROUP BY h.pair, h.a, h.b) AS known
       JOIN told USING (pair)
       LEFT JOIN published USING (pair);

-- name: delete_summary
DELETE FROM views.relation_pair_v1 AS kept
 USING unnest($1::text[], $2::text[]) AS gone (a, b)
 WHERE kept.a = gone.a AND kept.b = gone.b;

-- name: summarise
INSERT INTO views.relation_pair_v1
SELECT touched.a, touched.b, known.facts, heard.articles, heard.undated_articles, heard.publishers,
       known.first_reported, known.last_reported, known.settled
  FROM unnest($1::text[], $2::text[]) AS touched (a, b)
       CROSS JOIN LATERAL (
           SELECT count(*) AS facts, min(f.first_reported) AS first_reported, max(f.last_reported) AS last_reported,
                  max(f.settled) AS settled
             FROM views.relation_fact_v1 AS f
            WHERE f.pair = (touched.a || '-' || touched.b) COLLATE "C") AS known
       CROSS JOIN LATERAL (
           SELECT count(DISTINCT article) AS articles,
                  count(DISTINCT article) FILTER (WHERE article = ANY (f.undated_articles)) AS undated_articles,
                  ARRAY(SELECT DISTINCT publisher
                          FROM views.relation_fact_v1 AS g CROSS JOIN unnest(g.publishers) AS publisher
                         WHERE g.pair = (touched.a || '-' || touched.b) COLLATE "C"
                         ORDER BY publisher) AS publishers
             FROM views.relation_fact_v1 AS f CROSS JOIN unnest(f.articles) AS article
            WHERE f.pair = (touched.a || '-' || touched.b) COLLATE "C") AS heard
 WHERE known.facts > 0
    ON CONFLICT (a, b) DO UPDATE
   SET facts = excluded.facts, articles = excluded.articles, undated_articles = excluded.undated_articles,
       publishers = excluded.publishers, first_reported = excluded.first_reported,
       last_reported = excluded.last_reported, settled = excluded.settled;

-- name: pair
SELECT a, b, facts, articles, undated_articles, publishers, first_reported, last_reported, settled
  FROM views.relation_pair_v1
 WHERE a = $1 AND b = $2;

-- name: mixed
-- The happenings of one pair of which day $3, what was said by $4 and what was known at position $5 admit a part.
SELECT DISTINCT f.happening
  FROM views.relation_fact_v1 AS f
 WHERE f.pair = $1::text || '-' || $2::text AND f.counted <= $3 AND f.heard <= $4 AND f.entered <= $5
   AND NOT (f.settled <= $3 AND f.said <= $4 AND f.touched <= $5);

-- name: coverage
-- What is known of a pair on day $3, as said by $4 and known at position $5, the happenings $6 left out, with the
-- articles $7 beside it ($8: undated ones).
WITH kept AS MATERIALIZED (
    SELECT f.articles, f.undated_articles, f.publishers, f.first_reported, f.last_reported
      FROM views.relation_fact_v1 AS f
     WHERE f.pair = $1::text || '-' || $2::text AND f.counted <= $3 AND f.settled <= $3 AND f.said <= $4 AND f.touched <= $5
       AND f.happening <> ALL ($6::text[])
)
SELECT count(*) AS facts, min(kept.first_reported) AS first_reported, max(kept.last_reported) AS last_reported,
       (SELECT count(*) FROM (SELECT unnest(k.articles) FROM kept AS k UNION SELECT unnest($7::text[])) AS each) AS articles,
       (SELECT count(*) FROM (SELECT unnest(k.undated_articles) FROM kept AS k UNION SELECT unnest($8::text[])) AS each)
           AS undated_articles,
       ARRAY(SELECT DISTINCT publisher FROM kept AS k CROSS JOIN unnest(k.publishers) AS publisher ORDER BY publisher)
           AS publishers
  FROM kept;

-- name: deciding
-- Of one pair, what decides its status and what is in force, and the last events ($12 of them): of the types $7 the
-- latest act in each direction; of the types $8 all, but for those that a later act has ended (of types $9, by types
-- $10, in directions $11). As on day $3, said by $4 and known at position $5; the happenings $6 left out.
WITH latest AS MATERIALIZED (
    SELECT f.*
      FROM unnest($7::text[]) AS wanted (type)
           CROSS JOIN generate_series(0, 2) AS side (number)
           CROSS JOIN LATERAL (
               SELECT k.* FROM views.relation_fact_v1 AS k
                WHERE k.pair = $1::text || '-' || $2::text AND k.effective AND k.counted <= $3
                  AND k.type = wanted.type COLLATE "C" AND k.way = side.number
                  AND k.settled <= $3 AND k.said <= $4 AND k.touched <= $5 AND k.happening <> ALL ($6::text[])
                ORDER BY k.counted DESC, k.happening DESC, k.parties DESC
                LIMIT 1) AS f
), ended AS MATERIALIZED (
    SELECT rule.type, side.number AS way, max(latest.counted) AS counted
      FROM unnest($9::text[], $10::text[], $11::text[]) AS rule (type, ender, direction)
           CROSS JOIN generate_series(0, 2) AS side (number)
           JOIN latest ON latest.type = rule.ender COLLATE "C"
            AND (rule.direction = 'either'
                 OR latest.way = CASE WHEN rule.direction = 'same' OR side.number = 2 THEN side.number
                                      ELSE 1 - side.number END)
     GROUP BY rule.type, side.number
)
SELECT latest.* FROM latest
UNION ALL
SELECT f.*
  FROM views.relation_fact_v1 AS f
       LEFT JOIN ended ON f.type = ended.type COLLATE "C" AND ended.way = f.way
 WHERE f.pair = $1::text || '-' || $2::text AND f.effective AND f.counted <= $3 AND f.type = ANY ($8::text[])
   AND f.settled <= $3 AND f.said <= $4 AND f.touched <= $5 AND f.happening <> ALL ($6::text[])
   AND (ended.counted IS NULL OR ended.counted < f.counted)
UNION ALL
(SELECT f.* FROM views.relation_fact_v1 AS f
  WHERE f.pair = $1::text || '-' || $2::text AND f.counted <= $3
    AND f.settled <= $3 AND f.said <= $4 AND f.touched <= $5 AND f.happening <> ALL ($6::text[])
  ORDER BY f.counted DESC, f.happening DESC, f.parties DESC
  LIMIT $12);

-- name: felt
-- How many effective acts of each type of one pair count from each day from $7 to $3, as said by $4 and known at
-- position $5; the happenings $6 left out.
SELECT f.type, f.counted, count(*) AS acts
  FROM views.relation_fact_v1 AS f
 WHERE f.pair = $1::text || '-' || $2::text AND f.effective AND f.counted BETWEEN $7 AND $3
   AND f.settled <= $3 AND f.said <= $4 AND f.touched <= $5 AND f.happening <> ALL ($6::text[])
 GROUP BY f.type, f.counted;

-- name: facts
-- The acts of one pair on day $3, as said by $4 and known at position $5, the happenings $6 left out; of the types $7
-- (none: all), counting from $8 to $9 (null: any), after the place ($10, $11, $12, $13) of the page before (null: from
-- the start); the latest first, at most $14.
SELECT f.*
  FROM views.relation_fact_v1 AS f
 WHERE f.pair = $1::text || '-' || $2::text AND f.counted <= $3
   AND f.settled <= $3 AND f.said <= $4 AND f.touched <= $5 AND f.happening <> ALL ($6::text[])
   AND (cardinality($7::text[]) = 0 OR f.type = ANY ($7))
   AND ($8::date IS NULL OR f.counted >= $8)
   AND ($9::date IS NULL OR f.counted <= $9)
   AND ($10::date IS NULL OR (f.counted, f.happening, f.type, f.parties) < ($10, $11::text, $12::text, $13::text[]))
 ORDER BY f.counted DESC, f.happening DESC, f.type DESC, f.parties DESC
 LIMIT $14;

-- name: lately
-- Of several pairs, the last $4 acts of each on day $3.
SELECT f.*
  FROM unnest($1::text[], $2::text[]) AS pair (a, b)
       CROSS JOIN LATERAL (
           SELECT k.* FROM views.relation_fact_v1 AS k
            WHERE k.pair = (pair.a || '-' || pair.b) COLLATE "C" AND k.counted <= $3
            ORDER BY k.counted DESC, k.happening DESC, k.parties DESC
            LIMIT $4) AS f;

-- name: unsettled_pairs
-- Whether a report of some fact of one of several pairs does not count yet on day $3.
SELECT coalesce(max(p.settled) > $3, false)
  FROM unnest($1::text[], $2::text[]) AS pair (a, b)
       JOIN views.relation_pair_v1 AS p ON (p.a, p.b) = (pair.a COLLATE "C", pair.b COLLATE "C");

-- name: pairs
-- A page of pairs after ($1, $2), of one party ($3) or of all.
SELECT p.a, p.b, p.facts, p.articles, p.undated_articles, p.publishers, p.first_reported, p.last_reported, p.settled
  FROM views.relation_pair_v1 AS p
 WHERE (p.a, p.b) > ($1, $2) AND $3::text IS NULL
UNION ALL
SELECT p.a, p.b, p.facts, p.articles, p.undated_articles, p.publishers, p.first_reported, p.last_reported, p.settled
  FROM views.relation_pair_v1 AS p
 WHERE (p.a, p.b) > ($1, $2) AND p.a = $3::text
UNION ALL
SELECT p.a, p.b, p.facts, p.articles, p.undated_articles, p.publishers, p.first_reported, p.last_reported, p.settled
  FROM views.relation_pair_v1 AS p
 WHERE (p.a, p.b) > ($1, $2) AND p.b = $3::text
 ORDER BY 1, 2
 LIMIT $4;

-- name: weighed
-- Of several pairs, the latest effective act of each type in each direction.
SELECT f.*
  FROM unnest($1::text[], $2::text[]) AS pair (a, b)
       CROSS JOIN unnest($4::text[]) AS wanted (type)
       CROSS JOIN generate_series(0, 2) AS side (number)
       CROSS JOIN LATERAL (
           SELECT k.* FROM views.relation_fact_v1 AS k
            WHERE k.pair = (pair.a || '-' || pair.b) COLLATE "C" AND k.effective AND k.counted <= $3
              AND k.type = wanted.type COLLATE "C" AND k.way = side.number
            ORDER BY k.counted DESC, k.happening DESC, k.parties DESC
            LIMIT 1) AS f;

-- name: all_fact
SELECT * FROM views.relation_fact_v1;

-- name: all_pair
SELECT * FROM views.relation_pair_v1;
