-- The visits view: a row for each announcement, visit and cancellation.

-- name: tables
CREATE TABLE IF NOT EXISTS views.visits_visit_v1 (
    happening text COLLATE "C" NOT NULL,
    announces boolean NOT NULL,
    visitor text COLLATE "C" NOT NULL,
    host text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    status_later text COLLATE "C" NOT NULL,
    turns date,
    moment date,
    answered_by text COLLATE "C",
    outcome text,
    day date,
    recorded_on date,
    settled date NOT NULL,
    fact bytea NOT NULL,
    counted date NOT NULL GENERATED ALWAYS AS (least(day, recorded_on)) STORED,
    turned date NOT NULL GENERATED ALWAYS AS (coalesce(turns, recorded_on + 180, '0001-01-01'::date)) STORED,
    place date NOT NULL GENERATED ALWAYS AS (coalesce(moment, recorded_on, '0001-01-01'::date)) STORED
);

-- name: indexes
CREATE INDEX IF NOT EXISTS visits_visit_v1_happening ON views.visits_visit_v1 (happening);
CREATE INDEX IF NOT EXISTS visits_visit_v1_place ON views.visits_visit_v1 (place, happening, visitor, host);
CREATE INDEX IF NOT EXISTS visits_visit_v1_visitor ON views.visits_visit_v1 (visitor, place, happening, host);
CREATE INDEX IF NOT EXISTS visits_visit_v1_host ON views.visits_visit_v1 (host, place, happening, visitor);
CREATE INDEX IF NOT EXISTS visits_visit_v1_status ON views.visits_visit_v1 (status, turned);
CREATE INDEX IF NOT EXISTS visits_visit_v1_later ON views.visits_visit_v1 (status_later, turned);
CREATE INDEX IF NOT EXISTS visits_visit_v1_answer ON views.visits_visit_v1 (answered_by) WHERE answered_by IS NOT NULL;
CREATE INDEX IF NOT EXISTS visits_visit_v1_settled ON views.visits_visit_v1 (settled);

-- name: unsettled
-- Whether a report of some visit does not count yet on day $1.
SELECT coalesce(max(settled) > $1, false) FROM views.visits_visit_v1;

-- name: page
-- Visits on day $1, of the statuses $2 (none: all), of a visitor $3, a host $4, a party $5 (null: any), after the
-- place ($6, $7, $8, $9) of the page before (null: from the start), at most $10, due or held from $11 to $12 (null:
-- any). Answered announcements are part of what answered them.
SELECT v.happening, v.announces, v.visitor, v.host, v.status, v.status_later, v.turns, v.moment, v.answered_by, v.outcome,
       v.day, v.recorded_on, v.settled, v.fact
  FROM views.visits_visit_v1 AS v
 WHERE v.counted <= $1
   AND (cardinality($2::text[]) = 0
        OR (v.status = ANY ($2) AND v.turned >= $1) OR (v.status_later = ANY ($2) AND v.turned < $1))
   AND ($3::text IS NULL OR v.visitor = $3)
   AND ($4::text IS NULL OR v.host = $4)
   AND ($5::text IS NULL OR v.visitor = $5 OR v.host = $5)
   AND ($6::date IS NULL OR (v.place, v.happening, v.visitor, v.host) < ($6, $7::text, $8::text, $9::text))
   AND ($11::date IS NULL OR v.place >= $11)
   AND ($12::date IS NULL OR v.place <= $12)
   AND NOT EXISTS (SELECT FROM views.visits_visit_v1 AS answer
                    WHERE answer.happening = v.answered_by AND NOT answer.announces
                      AND answer.visitor = v.visitor AND answer.host = v.host)
 ORDER BY v.place DESC, v.happening DESC, v.visitor DESC, v.host DESC
 LIMIT $10;

-- name: announcements
SELECT v.happening, v.announces, v.visitor, v.host, v.status, v.status_later, v.turns, v.moment, v.answered_by, v.outcome,
       v.day, v.recorded_on, v.settled, v.fact
  FROM views.visits_visit_v1 AS v
 WHERE v.answered_by = ANY ($1::text[]);

-- name: all_visit
SELECT * FROM views.visits_visit_v1;
