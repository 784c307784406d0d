-- The event whose id is $1.
SELECT e.position, e.id, e.type, e.schema_version, e.recorded_at, e.tags, e.author, e.payload
  FROM ledger.event_id AS k
       JOIN ledger.event AS e ON e.position = k.position
 WHERE k.id = $1
