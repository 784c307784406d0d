-- $1 author; a column of values an event: $2 batch, $3 id, $4 type, $5 schema version, $6 tags, $7 payload; a column of
-- values a condition item: $8 batch, $9 after, $10 types, $11 tags; clashes: $12 later batch, $13 earlier batch.
SELECT number, verdict, positions, obstacle
  FROM ledger.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
