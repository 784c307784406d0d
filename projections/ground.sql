-- What every view keeps of its events, so that a batch can fold the happenings it touches anew.
-- Written for a view called "ground" at version 1; both are replaced when a statement is loaded.

-- name: tables
CREATE TABLE IF NOT EXISTS views.ground_entry_v1 (
    event text COLLATE "C" PRIMARY KEY,
    happening text COLLATE "C" NOT NULL,
    article text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    report bytea NOT NULL,
    withdrawn bytea
);
CREATE INDEX IF NOT EXISTS ground_entry_v1_happening ON views.ground_entry_v1 (happening);
CREATE INDEX IF NOT EXISTS ground_entry_v1_article ON views.ground_entry_v1 (article);
CREATE TABLE IF NOT EXISTS views.ground_answer_v1 (
    family text COLLATE "C" NOT NULL,
    parties text[] COLLATE "C" NOT NULL,
    announcement text COLLATE "C" NOT NULL,
    answer text COLLATE "C" NOT NULL,
    outcome text NOT NULL,
    PRIMARY KEY (announcement, family, parties)
);
CREATE TABLE IF NOT EXISTS views.ground_article_v1 (
    article text COLLATE "C" PRIMARY KEY,
    known bytea NOT NULL
);

-- name: happenings_of_events
SELECT DISTINCT happening FROM views.ground_entry_v1 WHERE event = ANY ($1::text[])
UNION
SELECT DISTINCT happening FROM views.ground_entry_v1 WHERE article = ANY ($2::text[]);

-- name: entries
SELECT event, happening, position, recorded_at, report, withdrawn
  FROM views.ground_entry_v1
 WHERE happening = ANY ($1::text[]);

-- name: answers
SELECT family, parties, announcement, answer, outcome
  FROM views.ground_answer_v1
 WHERE announcement = ANY ($1::text[]);

-- name: articles
SELECT known FROM views.ground_article_v1 WHERE article = ANY ($1::text[]);

-- name: delete_entries
DELETE FROM views.ground_entry_v1 WHERE event = ANY ($1::text[]);

-- name: delete_answers
DELETE FROM views.ground_answer_v1 AS kept
 USING unnest($1::text[], $2::text[]) AS gone (family, announcement)
 WHERE kept.announcement = gone.announcement AND kept.family = gone.family;

-- name: delete_articles
DELETE FROM views.ground_article_v1 WHERE article = ANY ($1::text[]);

-- name: count_entries
SELECT count(*) FROM views.ground_entry_v1;
