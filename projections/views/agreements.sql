-- The agreements view: a row for each announcement, signature and end of an agreement.

-- name: tables
CREATE TABLE IF NOT EXISTS views.agreements_act_v1 (
    happening text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    parties text[] COLLATE "C" NOT NULL,
    instrument text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    answered_by text COLLATE "C",
    outcome text,
    day date,
    recorded_on date,
    settled date NOT NULL,
    fact bytea NOT NULL,
    counted date NOT NULL GENERATED ALWAYS AS (least(day, recorded_on)) STORED
);
COMMENT ON COLUMN views.agreements_act_v1.instrument IS 'Its name, folded for comparing; empty where nobody told it.';

-- name: indexes
CREATE INDEX IF NOT EXISTS agreements_act_v1_happening ON views.agreements_act_v1 (happening, parties);
CREATE INDEX IF NOT EXISTS agreements_act_v1_place ON views.agreements_act_v1 (counted, happening, type, parties);
CREATE INDEX IF NOT EXISTS agreements_act_v1_parties ON views.agreements_act_v1 USING gin (parties);
CREATE INDEX IF NOT EXISTS agreements_act_v1_instrument
    ON views.agreements_act_v1 (instrument, type) WHERE instrument <> '';
CREATE INDEX IF NOT EXISTS agreements_act_v1_answer ON views.agreements_act_v1 (answered_by) WHERE answered_by IS NOT NULL;
CREATE INDEX IF NOT EXISTS agreements_act_v1_settled ON views.agreements_act_v1 (settled);

-- name: unsettled
-- Whether a report of some act does not count yet on day $1.
SELECT coalesce(max(settled) > $1, false) FROM views.agreements_act_v1;

-- name: page
-- Agreements on day $1, of the statuses $2 (none: all), of all of the parties $3, whose name holds $4 (null: any), after
-- the place ($5, $6, $7, $8) of the page before (null: from the start), at most $9. An answered announcement is part of
-- what answered it, an end part of the agreement that it names.
SELECT found.*
  FROM (SELECT a.happening, a.type, a.parties, a.instrument, a.answered_by, a.outcome, a.day, a.recorded_on, a.settled,
               a.fact, a.counted,
               CASE WHEN a.status = 'signed' AND EXISTS (
                         SELECT FROM views.agreements_act_v1 AS e
                          WHERE e.instrument = a.instrument AND e.instrument <> '' AND e.type = 'AgreementTerminated'
                            AND e.status = 'terminated' AND e.parties <@ a.parties
                            AND e.counted BETWEEN a.counted AND $1)
                    THEN 'terminated' ELSE a.status END AS status
          FROM views.agreements_act_v1 AS a
         WHERE a.counted <= $1
           AND a.parties @> $3::text[]
           AND ($4::text IS NULL OR position($4 IN a.instrument) > 0)
           AND ($5::date IS NULL OR (a.counted, a.happening, a.type, a.parties) < ($5, $6::text, $7::text, $8::text[]))
           AND NOT EXISTS (SELECT FROM views.agreements_act_v1 AS answer
                            WHERE answer.happening = a.answered_by AND answer.parties = a.parties
                              AND answer.status IN ('signed', 'cancelled'))
           AND NOT (a.type = 'AgreementTerminated' AND EXISTS (
                         SELECT FROM views.agreements_act_v1 AS s
                          WHERE s.instrument = a.instrument AND s.instrument <> '' AND s.status = 'signed'
                            AND a.parties <@ s.parties AND s.counted <= a.counted))
        OFFSET 0) AS found
 WHERE cardinality($2::text[]) = 0 OR found.status = ANY ($2)
 ORDER BY found.counted DESC, found.happening DESC, found.type DESC, found.parties DESC
 LIMIT $9;

-- name: related
-- The announcements that were answered by the happenings $1, and the ends of the agreements named $2, on day $3.
SELECT a.happening, a.type, a.parties, a.instrument, a.status, a.answered_by, a.outcome, a.day, a.recorded_on, a.settled,
       a.fact
  FROM views.agreements_act_v1 AS a
 WHERE a.answered_by = ANY ($1::text[])
UNION ALL
SELECT a.happening, a.type, a.parties, a.instrument, a.status, a.answered_by, a.outcome, a.day, a.recorded_on, a.settled,
       a.fact
  FROM views.agreements_act_v1 AS a
 WHERE a.instrument = ANY ($2::text[]) AND a.instrument <> '' AND a.type = 'AgreementTerminated' AND a.counted <= $3;

-- name: all_act
SELECT * FROM views.agreements_act_v1;
