-- What stands between two parties, by the acts that began and ended it: a row for each act of a line. Sanctions,
-- memberships, envoys, embassies and military support have these tables, each under its own name.

-- name: tables
CREATE TABLE IF NOT EXISTS views.standing_act_v1 (
    happening text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    object text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    day date,
    recorded_on date,
    settled date NOT NULL,
    heard date NOT NULL,
    said date NOT NULL,
    entered bigint NOT NULL,
    touched bigint NOT NULL,
    fact bytea NOT NULL,
    counted date NOT NULL GENERATED ALWAYS AS (least(day, recorded_on)) STORED
);

-- name: indexes
CREATE INDEX IF NOT EXISTS standing_act_v1_happening ON views.standing_act_v1 (happening);
CREATE INDEX IF NOT EXISTS standing_act_v1_line ON views.standing_act_v1 (subject, object, counted);
CREATE INDEX IF NOT EXISTS standing_act_v1_object ON views.standing_act_v1 (object, subject, counted);
CREATE INDEX IF NOT EXISTS standing_act_v1_settled ON views.standing_act_v1 (settled);

-- name: unsettled
-- Whether a report of some act does not count yet on day $1.
SELECT coalesce(max(settled) > $1, false) FROM views.standing_act_v1;

-- name: lines
-- The acts of a page of lines on day $1: of a subject $2, an object $3, a party $4 and another $5 (null: any), after the
-- line ($6, $7) of the page before ($6 null: from the start), at most $8 lines. A break of relations alone makes no line.
WITH page AS (
    SELECT DISTINCT s.subject, s.object
      FROM views.standing_act_v1 AS s
     WHERE s.counted <= $1 AND s.type <> 'RelationsSevered'
       AND ($2::text IS NULL OR s.subject = $2)
       AND ($3::text IS NULL OR s.object = $3)
       AND ($4::text IS NULL OR s.subject = $4 OR s.object = $4)
       AND ($5::text IS NULL OR s.subject = $5 OR s.object = $5)
       AND ($6::text IS NULL OR (s.subject, s.object) > ($6, $7::text))
     ORDER BY s.subject, s.object
     LIMIT $8
)
SELECT k.*
  FROM page
       JOIN views.standing_act_v1 AS k ON (k.subject, k.object) = (page.subject, page.object)
 WHERE k.counted <= $1;

-- name: of_subjects
-- The acts of some subjects, of any object, of which day $2, what was said by $3 and what was known at position $4 admit
-- the whole or ("whole" is false) a part.
SELECT k.*, k.settled <= $2 AND k.said <= $3 AND k.touched <= $4 AS whole
  FROM views.standing_act_v1 AS k
 WHERE k.subject = ANY ($1::text[]) AND k.counted <= $2 AND k.heard <= $3 AND k.entered <= $4;

-- name: all_act
SELECT * FROM views.standing_act_v1;
