-- The last checkpoint kept, and how many seconds ago it was signed.
SELECT size, root, note, extract(epoch FROM clock_timestamp() - signed_at)::float8 AS age
  FROM ledger.checkpoint
 ORDER BY size DESC
 LIMIT 1
