-- What all views stand on: which happening each report is decided to tell of, what answered an announcement, which
-- articles were read. The reports themselves are read from the ledger, at their positions.
-- Written for version 1; the version is replaced when a statement is loaded.

-- name: tables
CREATE TABLE IF NOT EXISTS views.ground_entry_v1 (
    event text COLLATE "C" NOT NULL,
    happening text COLLATE "C" NOT NULL,
    article text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    withdrawn bytea,
    amended bigint[],
    moved bigint[],
    moved_from text[] COLLATE "C"
);
COMMENT ON COLUMN views.ground_entry_v1.moved IS
    'Positions at which it was put under another happening; moved_from: under which it stood before each.';
CREATE TABLE IF NOT EXISTS views.ground_answer_v1 (
    family text COLLATE "C" NOT NULL,
    parties text[] COLLATE "C" NOT NULL,
    announcement text COLLATE "C" NOT NULL,
    answer text COLLATE "C" NOT NULL,
    outcome text NOT NULL
);
CREATE TABLE IF NOT EXISTS views.ground_article_v1 (
    article text COLLATE "C" NOT NULL,
    known bytea NOT NULL,
    published text COLLATE "C",
    publisher text COLLATE "C",
    language text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    counted date NOT NULL
);
COMMENT ON COLUMN views.ground_article_v1.position IS 'Where it was first recorded; recorded_at: when.';
COMMENT ON COLUMN views.ground_article_v1.counted IS
    'The day from which it counts: that of its publication, at the latest that of its recording.';
CREATE TABLE IF NOT EXISTS views.ground_happening_v1 (
    happening text COLLATE "C" NOT NULL,
    changed bigint NOT NULL,
    since bigint
);
COMMENT ON COLUMN views.ground_happening_v1.changed IS
    'The position up to which the ledger had been folded when the happening last came to look otherwise.';
COMMENT ON COLUMN views.ground_happening_v1.since IS
    'Where a rebuild has numbered it: no report that it had then has an earlier position.';

-- name: indexes
CREATE UNIQUE INDEX IF NOT EXISTS ground_entry_v1_event ON views.ground_entry_v1 (event);
CREATE UNIQUE INDEX IF NOT EXISTS ground_answer_v1_announcement
    ON views.ground_answer_v1 (announcement, family, parties);
CREATE UNIQUE INDEX IF NOT EXISTS ground_article_v1_article ON views.ground_article_v1 (article);
CREATE INDEX IF NOT EXISTS ground_answer_v1_answer ON views.ground_answer_v1 (answer);

-- name: late_indexes
-- Those that a rebuild's folding of the ledger into the ground does not need: those of articles are made last.
CREATE INDEX IF NOT EXISTS ground_entry_v1_happening ON views.ground_entry_v1 (happening);
CREATE INDEX IF NOT EXISTS ground_entry_v1_article ON views.ground_entry_v1 (article);
CREATE INDEX IF NOT EXISTS ground_entry_v1_position ON views.ground_entry_v1 (position);
CREATE INDEX IF NOT EXISTS ground_article_v1_counted ON views.ground_article_v1 (counted, article);
CREATE INDEX IF NOT EXISTS ground_article_v1_publisher ON views.ground_article_v1 (publisher, counted, article);
CREATE UNIQUE INDEX IF NOT EXISTS ground_happening_v1_happening ON views.ground_happening_v1 (happening);
CREATE INDEX IF NOT EXISTS ground_happening_v1_changed
    ON views.ground_happening_v1 (changed, happening) INCLUDE (since);

-- name: happenings_of_events
SELECT happening FROM views.ground_entry_v1 WHERE event = ANY ($1::text[]);

-- name: other_happenings_of_articles
-- The happenings, beside those of $2, of which the articles $1 told.
SELECT DISTINCT happening
  FROM views.ground_entry_v1
 WHERE article = ANY ($1::text[]) AND happening <> ALL ($2::text[]);

-- name: entries
SELECT g.happening, g.withdrawn, g.amended, g.moved, g.moved_from, g.position, g.event, g.article, e.type, e.schema_version, e.recorded_at, e.payload
  FROM views.ground_entry_v1 AS g
       CROSS JOIN LATERAL (SELECT * FROM ledger.event AS e WHERE e.position = g.position OFFSET 0) AS e
 WHERE g.happening = ANY ($1::text[]);

-- name: entries_about
-- The happenings $1, those of the events $2 and those of which the articles $3 told, whole.
SELECT g.happening, g.withdrawn, g.amended, g.moved, g.moved_from, g.position, g.event, g.article, e.type, e.schema_version, e.recorded_at, e.payload
  FROM (SELECT unnest($1::text[]) COLLATE "C" AS happening
         UNION
        SELECT happening FROM views.ground_entry_v1 WHERE event = ANY ($2::text[])
         UNION
        SELECT happening FROM views.ground_entry_v1 WHERE article = ANY ($3::text[])) AS about
       JOIN views.ground_entry_v1 AS g ON g.happening = about.happening
       CROSS JOIN LATERAL (SELECT * FROM ledger.event AS e WHERE e.position = g.position OFFSET 0) AS e;

-- name: entries_of_events
SELECT g.happening, g.withdrawn, g.amended, g.moved, g.moved_from, g.position, g.event, g.article, e.type, e.schema_version, e.recorded_at, e.payload
  FROM views.ground_entry_v1 AS g
       CROSS JOIN LATERAL (SELECT * FROM ledger.event AS e WHERE e.position = g.position OFFSET 0) AS e
 WHERE g.event = ANY ($1::text[]);

-- name: amendments
-- What curators said of events, where the ground says that it stands.
SELECT e.position, e.id::text, e.type, e.schema_version, e.recorded_at, e.payload
  FROM ledger.event AS e
 WHERE e.position = ANY ($1::bigint[]) AND e.payload IS NOT NULL
 ORDER BY e.position;

-- name: words
-- The corrections and retractions up to position $3 that any item ($1, $2) asks for, and the events they are about.
SELECT e.position, e.type, e.tags, substr(tag, 7) AS event
  FROM ledger.find($1, $2, 0, $3, $3) AS met (position)
       CROSS JOIN LATERAL (SELECT * FROM ledger.event AS e WHERE e.position = met.position OFFSET 0) AS e
       CROSS JOIN LATERAL unnest(e.tags) AS tag
 WHERE tag LIKE 'event:%';

-- name: changed
-- The happenings changed after ($1, $2) and up to position $3, at most $4, in order.
SELECT changed, happening
  FROM views.ground_happening_v1
 WHERE (changed, happening) > ($1, $2) AND changed <= $3
 ORDER BY changed, happening
 LIMIT $4;

-- name: answers
SELECT family, parties, announcement, answer, outcome
  FROM views.ground_answer_v1
 WHERE announcement = ANY ($1::text[]);

-- name: articles
SELECT known FROM views.ground_article_v1 WHERE article = ANY ($1::text[]);

-- name: articles_page
-- Articles that count by day $1, recorded up to position $2 and moment $3 (null: any), of a publisher $4, a language $5,
-- published from $6 to $7, among $8 (null: any), after the place ($9, $10) of the page before (null: from the start);
-- the latest first, at most $11.
SELECT known, counted
  FROM views.ground_article_v1
 WHERE counted <= $1
   AND ($2::bigint IS NULL OR position <= $2)
   AND ($3::timestamptz IS NULL OR recorded_at <= $3)
   AND ($4::text IS NULL OR publisher = $4)
   AND ($5::text IS NULL OR language = $5)
   AND ($6::date IS NULL OR (published IS NOT NULL AND counted >= $6))
   AND ($7::date IS NULL OR (published IS NOT NULL AND counted <= $7))
   AND ($8::text[] IS NULL OR article = ANY ($8))
   AND ($9::date IS NULL OR (counted, article) < ($9, $10::text))
 ORDER BY counted DESC, article DESC
 LIMIT $11;

-- name: answering
-- What the happenings $1 answered, and what answered them.
SELECT family, parties, announcement, answer, outcome
  FROM views.ground_answer_v1
 WHERE answer = ANY ($1::text[])
UNION
SELECT family, parties, announcement, answer, outcome
  FROM views.ground_answer_v1
 WHERE announcement = ANY ($1::text[]);

-- name: delete_entries
DELETE FROM views.ground_entry_v1 WHERE event = ANY ($1::text[]);

-- name: delete_answers
DELETE FROM views.ground_answer_v1 AS kept
 USING unnest($1::text[], $2::text[]) AS gone (family, announcement)
 WHERE kept.announcement = gone.announcement AND kept.family = gone.family;

-- name: delete_articles
DELETE FROM views.ground_article_v1 WHERE article = ANY ($1::text[]);

-- name: change
INSERT INTO views.ground_happening_v1 (happening, changed)
SELECT happening, $2 FROM unnest($1::text[]) AS n (happening)
    ON CONFLICT (happening) DO UPDATE SET changed = excluded.changed;

-- name: count_entries
-- How many reports of each type are kept.
SELECT type, count(*) FROM views.ground_entry_v1 GROUP BY type;

-- name: take_reports
-- The reports of the types $3 after position $1 up to $2, each under the happening that it was recorded with: where a
-- rebuild begins, before it folds the decisions about them. Tags are sorted: those of nearly every report, which is of
-- two parties, stand where they are looked for first.
INSERT INTO views.ground_entry_v1 (event, happening, article, type, position)
SELECT e.id::text, substr(e.happening, 11), substr(e.article, 9), e.type, e.position
  FROM (SELECT id, type, position,
               CASE WHEN tags[4] LIKE 'happening:%' THEN tags[4]
                    ELSE (SELECT tag FROM unnest(tags) AS tag WHERE tag LIKE 'happening:%') END AS happening,
               CASE WHEN tags[1] LIKE 'article:%' THEN tags[1]
                    ELSE (SELECT tag FROM unnest(tags) AS tag WHERE tag LIKE 'article:%') END AS article
          FROM ledger.event
         WHERE position > $1 AND position <= $2 AND type = ANY ($3::text[]) AND payload IS NOT NULL
        OFFSET 0) AS e
 WHERE e.happening IS NOT NULL AND e.article IS NOT NULL;

-- name: analyse_entries
-- The columns that its indexes will hold.
ANALYZE views.ground_entry_v1 (event, happening, article, position);

-- name: take_happenings
-- Every happening as it was recorded, as if it had last changed with the last of its reports, in the order of changes.
INSERT INTO views.ground_happening_v1 (happening, changed, since)
SELECT happening, max(position) AS changed, min(position) FROM views.ground_entry_v1 GROUP BY happening ORDER BY changed;

-- name: take_moved
-- The happenings under which decisions have put reports, counting those too. One that has lost reports stays as it is:
-- it is looked for where it has no report, and found elsewhere by nobody.
MERGE INTO views.ground_happening_v1 AS h
USING (SELECT happening, max(position) AS changed, min(position) AS since
         FROM views.ground_entry_v1
        WHERE moved IS NOT NULL
        GROUP BY happening) AS moved
   ON h.happening = moved.happening
 WHEN MATCHED THEN UPDATE SET changed = greatest(h.changed, moved.changed), since = least(h.since, moved.since)
 WHEN NOT MATCHED THEN INSERT (happening, changed, since) VALUES (moved.happening, moved.changed, moved.since);

-- name: publishers
-- Who published each article.
SELECT a.article, a.publisher FROM views.ground_article_v1 AS a;

-- name: articles_of
-- The articles of the publisher $1.
SELECT a.article FROM views.ground_article_v1 AS a WHERE a.publisher = $1;
