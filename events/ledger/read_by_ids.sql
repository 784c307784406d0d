-- The events whose ids are among $1.
SELECT e.position, e.id, e.type, e.schema_version, e.recorded_at, e.tags, e.author, e.payload
  FROM unnest($1::uuid[]) AS wanted (id)
       JOIN ledger.event_id AS k ON k.id = wanted.id
       JOIN ledger.event AS e ON e.position = k.position
