-- The aid view: a row for each parcel, which is one item of one happening.

-- name: tables
CREATE TABLE IF NOT EXISTS views.aid_parcel_v1 (
    happening text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    donors text[] COLLATE "C" NOT NULL,
    recipients text[] COLLATE "C" NOT NULL,
    item text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    domain text COLLATE "C" NOT NULL,
    terms text COLLATE "C" NOT NULL,
    figure boolean NOT NULL,
    least double precision,
    most double precision,
    approximate boolean NOT NULL,
    day date,
    recorded_on date,
    settled date NOT NULL,
    begins date,
    fact bytea NOT NULL,
    counted date NOT NULL GENERATED ALWAYS AS (least(day, recorded_on)) STORED
);

-- name: indexes
CREATE INDEX IF NOT EXISTS aid_parcel_v1_happening ON views.aid_parcel_v1 (happening);
CREATE INDEX IF NOT EXISTS aid_parcel_v1_line ON views.aid_parcel_v1 (donors, recipients, item, unit, domain, counted);
CREATE INDEX IF NOT EXISTS aid_parcel_v1_donors ON views.aid_parcel_v1 USING gin (donors);
CREATE INDEX IF NOT EXISTS aid_parcel_v1_recipients ON views.aid_parcel_v1 USING gin (recipients);
CREATE INDEX IF NOT EXISTS aid_parcel_v1_settled ON views.aid_parcel_v1 (settled);
CREATE INDEX IF NOT EXISTS aid_parcel_v1_place
    ON views.aid_parcel_v1 (counted, happening, type, item, unit) WHERE kind <> 'total';

-- name: unsettled
-- Whether a report of some parcel does not count yet on day $1.
SELECT coalesce(max(settled) > $1, false) FROM views.aid_parcel_v1;

-- name: lines
-- The parcels of a page of lines on day $1: of a donor $2, a recipient $3, an item $4, a domain $5 (null: any), after
-- the line ($6, $7, $8, $9, $10) of the page before ($6 null: from the start), at most $11 lines; counting from $12 (then
-- without totals, which cover spans of their own) to $13 (null: any).
WITH page AS (
    SELECT DISTINCT p.donors, p.recipients, p.item, p.unit, p.domain
      FROM views.aid_parcel_v1 AS p
     WHERE p.counted <= $1
       AND ($2::text IS NULL OR p.donors @> ARRAY[$2::text])
       AND ($3::text IS NULL OR p.recipients @> ARRAY[$3::text])
       AND ($4::text IS NULL OR p.item = $4)
       AND ($5::text IS NULL OR p.domain = $5)
       AND ($12::date IS NULL OR (p.counted >= $12 AND p.kind <> 'total'))
       AND ($13::date IS NULL OR p.counted <= $13)
       AND ($6::text[] IS NULL
            OR (p.donors, p.recipients, p.item, p.unit, p.domain) > ($6, $7::text[], $8::text, $9::text, $10::text))
     ORDER BY p.donors, p.recipients, p.item, p.unit, p.domain
     LIMIT $11
)
SELECT k.happening, k.type, k.kind, k.donors, k.recipients, k.item, k.unit, k.domain, k.terms, k.figure,
       k.least, k.most, k.approximate, k.day, k.recorded_on, k.settled, k.begins, k.fact
  FROM page
       JOIN views.aid_parcel_v1 AS k
         ON (k.donors, k.recipients, k.item, k.unit, k.domain)
          = (page.donors, page.recipients, page.item, page.unit, page.domain)
 WHERE k.counted <= $1
   AND ($12::date IS NULL OR (k.counted >= $12 AND k.kind <> 'total'))
   AND ($13::date IS NULL OR k.counted <= $13);

-- name: parcels
-- Deliveries and pledges on day $1, of a kind $2, a donor $3, a recipient $4, an item $5, a unit $6, terms $7, a domain
-- $8, from day $9 to day $10 (null: any), after the place ($11, $12, $13, $14, $15) of the page before ($11 null: from
-- the start), at most $16.
SELECT p.happening, p.type, p.kind, p.donors, p.recipients, p.item, p.unit, p.domain, p.terms, p.figure,
       p.least, p.most, p.approximate, p.day, p.recorded_on, p.settled, p.begins, p.fact
  FROM views.aid_parcel_v1 AS p
 WHERE p.kind <> 'total'
   AND p.counted <= $1
   AND ($2::text IS NULL OR p.kind = $2)
   AND ($3::text IS NULL OR p.donors @> ARRAY[$3::text])
   AND ($4::text IS NULL OR p.recipients @> ARRAY[$4::text])
   AND ($5::text IS NULL OR p.item = $5)
   AND ($6::text IS NULL OR p.unit = $6)
   AND ($7::text IS NULL OR p.terms = $7)
   AND ($8::text IS NULL OR p.domain = $8)
   AND ($9::date IS NULL OR p.counted >= $9)
   AND ($10::date IS NULL OR p.counted <= $10)
   AND ($11::date IS NULL
        OR (p.counted, p.happening, p.type, p.item, p.unit) < ($11, $12::text, $13::text, $14::text, $15::text))
 ORDER BY p.counted DESC, p.happening DESC, p.type DESC, p.item DESC, p.unit DESC
 LIMIT $16;

-- name: all_parcel
SELECT * FROM views.aid_parcel_v1;
