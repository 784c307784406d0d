-- What the leaf at position $1 is made of, and what its digest is made of, null where it was redacted.
SELECT position, id, type, schema_version, recorded_at, tags, author, digest, salt, payload
  FROM ledger.event
 WHERE position = $1
