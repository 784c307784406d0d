-- $1 author; a column of values an event: $2 batch, $3 id, $4 type, $5 schema version, $6 tags, $7 digest, $8 salt,
-- $9 payload; a column of values a condition item: $10 batch, $11 after, $12 types, $13 tags; clashes: $14 later batch,
-- $15 earlier batch.
SELECT before, known, refused, obstacle
  FROM ledger.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
