-- The events that any item asks for, after position $3 up to $4, at most $5. $1 and $2: the types and the tags of each
-- item, joined by line feeds. OFFSET 0 keeps the look-up by position a look-up in every plan.
SELECT e.position, e.id, e.type, e.schema_version, e.recorded_at, e.tags, e.author, e.payload
  FROM ledger.find($1, $2, $3, $4, $5) AS met (position)
       CROSS JOIN LATERAL (SELECT * FROM ledger.event AS e WHERE e.position = met.position OFFSET 0) AS e
 ORDER BY met.position
