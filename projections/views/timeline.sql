-- The timeline view: a row for each recorded report. Articles are in the view's ground.

-- name: tables
CREATE TABLE IF NOT EXISTS views.timeline_event_v1 (
    happening text COLLATE "C" NOT NULL,
    event text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    told_as text COLLATE "C" NOT NULL,
    article text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    family text COLLATE "C" NOT NULL,
    parties text[] COLLATE "C" NOT NULL,
    day date,
    recorded_on date,
    confidence double precision,
    retraction bytea,
    fact bytea NOT NULL,
    counted date NOT NULL GENERATED ALWAYS AS (least(day, recorded_on)) STORED
);

-- name: indexes
CREATE UNIQUE INDEX IF NOT EXISTS timeline_event_v1_event ON views.timeline_event_v1 (event);
CREATE UNIQUE INDEX IF NOT EXISTS timeline_event_v1_position ON views.timeline_event_v1 (position);
CREATE INDEX IF NOT EXISTS timeline_event_v1_happening ON views.timeline_event_v1 (happening);
CREATE INDEX IF NOT EXISTS timeline_event_v1_article ON views.timeline_event_v1 (article, position);
CREATE INDEX IF NOT EXISTS timeline_event_v1_type ON views.timeline_event_v1 (type, position);
CREATE INDEX IF NOT EXISTS timeline_event_v1_family ON views.timeline_event_v1 (family, position);
CREATE INDEX IF NOT EXISTS timeline_event_v1_parties ON views.timeline_event_v1 USING gin (parties);

-- name: events
-- Events at positions before $1, of all of the parties $2, one of the types $3, a family $4, one of the articles $5, a
-- happening $6, counting from $7 to $8, of a confidence of $9 at least (empty or null: any), with those retracted if
-- $10; the newest first, at most $11.
SELECT e.happening, e.event, e.position, e.recorded_at, e.told_as, e.article, e.type, e.family, e.parties, e.day,
       e.recorded_on, e.confidence, e.retraction, e.fact
  FROM views.timeline_event_v1 AS e
 WHERE e.position < $1
   AND (cardinality($2::text[]) = 0 OR e.parties @> $2)
   AND (cardinality($3::text[]) = 0 OR e.type = ANY ($3))
   AND ($4::text IS NULL OR e.family = $4)
   AND ($5::text[] IS NULL OR e.article = ANY ($5))
   AND ($6::text IS NULL OR e.happening = $6)
   AND ($7::date IS NULL OR e.counted >= $7)
   AND ($8::date IS NULL OR e.counted <= $8)
   AND ($9::double precision IS NULL OR e.confidence >= $9)
   AND ($10 OR e.retraction IS NULL)
 ORDER BY e.position DESC
 LIMIT $11;

-- name: events_in_order
-- The events that the statement `events` would give, the oldest first: positions after $1, every one of them.
SELECT e.happening, e.event, e.position, e.recorded_at, e.told_as, e.article, e.type, e.family, e.parties, e.day,
       e.recorded_on, e.confidence, e.retraction, e.fact
  FROM views.timeline_event_v1 AS e
 WHERE e.position > $1
   AND (cardinality($2::text[]) = 0 OR e.parties @> $2)
   AND (cardinality($3::text[]) = 0 OR e.type = ANY ($3))
   AND ($4::text IS NULL OR e.family = $4)
   AND ($5::text[] IS NULL OR e.article = ANY ($5))
   AND ($6::text IS NULL OR e.happening = $6)
   AND ($7::date IS NULL OR e.counted >= $7)
   AND ($8::date IS NULL OR e.counted <= $8)
   AND ($9::double precision IS NULL OR e.confidence >= $9)
   AND ($10 OR e.retraction IS NULL)
 ORDER BY e.position;

-- name: count_events
-- How many events the statement `events_in_order` gives.
SELECT count(*)
  FROM views.timeline_event_v1 AS e
 WHERE e.position > $1
   AND (cardinality($2::text[]) = 0 OR e.parties @> $2)
   AND (cardinality($3::text[]) = 0 OR e.type = ANY ($3))
   AND ($4::text IS NULL OR e.family = $4)
   AND ($5::text[] IS NULL OR e.article = ANY ($5))
   AND ($6::text IS NULL OR e.happening = $6)
   AND ($7::date IS NULL OR e.counted >= $7)
   AND ($8::date IS NULL OR e.counted <= $8)
   AND ($9::double precision IS NULL OR e.confidence >= $9)
   AND ($10 OR e.retraction IS NULL);

-- name: facets
-- Of the events `chosen`, articles and publishers being `published`: how many have each value of the facets $11, the $12
-- most frequent of each, and how many values there are. An event of several parties counts for each.
SELECT facet, value, events, values
  FROM (
      SELECT told.facet, told.value, count(*) AS events, count(*) OVER (PARTITION BY told.facet) AS values,
             row_number() OVER (PARTITION BY told.facet ORDER BY count(*) DESC, told.value) AS place
        FROM chosen AS e
             LEFT JOIN published ON published.article = e.article
             CROSS JOIN LATERAL (
                 VALUES ('type', ARRAY[e.type]), ('family', ARRAY[e.family]), ('party', e.parties),
                        ('publisher', ARRAY[published.publisher]),
                        ('year', ARRAY[to_char(least(e.day, e.recorded_on), 'YYYY')])
             ) AS known (facet, held)
             CROSS JOIN LATERAL (SELECT known.facet, unnest(known.held)) AS told (facet, value)
       WHERE told.facet = ANY ($11::text[])
       GROUP BY told.facet, told.value
  ) AS counted
 WHERE place <= $12
 ORDER BY facet, place;

-- name: articles_about
-- The articles that tell of an act in which all of $1 take part, and that still counts.
SELECT DISTINCT e.article
  FROM views.timeline_event_v1 AS e
 WHERE e.parties @> $1::text[] AND e.retraction IS NULL;

-- name: told
-- How many events each of the articles $1 told that still count, recorded up to position $2 and moment $3 (null: any).
SELECT e.article, count(*) AS events
  FROM views.timeline_event_v1 AS e
 WHERE e.article = ANY ($1::text[]) AND e.retraction IS NULL
   AND ($2::bigint IS NULL OR e.position <= $2) AND ($3::timestamptz IS NULL OR e.recorded_at <= $3)
 GROUP BY e.article;

-- name: event
SELECT e.happening, e.event, e.position, e.recorded_at, e.told_as, e.article, e.type, e.family, e.parties, e.day,
       e.recorded_on, e.confidence, e.retraction, e.fact
  FROM views.timeline_event_v1 AS e
 WHERE e.event = $1;

-- name: events_of_article
SELECT e.happening, e.event, e.position, e.recorded_at, e.told_as, e.article, e.type, e.family, e.parties, e.day,
       e.recorded_on, e.confidence, e.retraction, e.fact
  FROM views.timeline_event_v1 AS e
 WHERE e.article = $1
 ORDER BY e.position;

-- name: all_event
SELECT * FROM views.timeline_event_v1;
