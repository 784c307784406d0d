-- Every event after position $1 up to $2, at most $3.
SELECT position, id, type, schema_version, recorded_at, tags, author, payload
  FROM ledger.event
 WHERE position > $1 AND position <= $2
 ORDER BY position
 LIMIT $3
