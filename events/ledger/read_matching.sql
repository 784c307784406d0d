-- The events that any item asks for, after position $3 up to $4, at most $5. $1 and $2: the types and the tags of each
-- item, joined by line feeds. OFFSET 0 keeps the look-up by position a look-up in every plan.
SELECT e.position, e.id, e.type, e.schema_version, e.recorded_at, e.tags, e.author, e.payload
  FROM (SELECT DISTINCT met.position
          FROM unnest($1::text[], $2::text[]) AS item (types, tags)
               CROSS JOIN LATERAL ledger.match(
                   string_to_array(item.types, E'\n'), string_to_array(item.tags, E'\n'), $3, $4, $5) AS met (position)
         ORDER BY met.position
         LIMIT $5) AS met
       CROSS JOIN LATERAL (SELECT * FROM ledger.event AS e WHERE e.position = met.position OFFSET 0) AS e
 ORDER BY e.position
