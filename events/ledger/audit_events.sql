-- Every event after position $1 up to $2, at most $3, with all that its leaf is made of, and the position under its id.
SELECT e.position, e.id, e.type, e.schema_version, e.recorded_at, e.tags, e.author, e.digest, e.leaf_hash,
       e.salt, e.payload, k.position AS position_of_id
  FROM ledger.event AS e
       LEFT JOIN ledger.event_id AS k ON k.id = e.id
 WHERE e.position > $1 AND e.position <= $2
 ORDER BY e.position
 LIMIT $3
