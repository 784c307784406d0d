-- $1 author; a column of values an event: $2 batch, $3 id, $4 type, $5 schema version, $6 tags, $7 digest, $8 salt,
-- $9 payload; a column of values a condition item: $10 batch, $11 after, $12 types, $13 tags; clashes: $14 later batch,
-- $15 earlier batch; $16 the position up to which the caller has checked each item, and the event that must stand at
-- the position $17 for this to count: its id $18 and its time $19. Numbers and ids come as the text of an array: the driver takes longer over each element of an
-- array of them than the server over all.
SELECT before, known, refused, obstacle, recorded_at
  FROM ledger.append(
      $1, $2::text::integer[], $3::text::uuid[], $4, $5::text::integer[], $6, $7, $8, $9,
      $10::text::integer[], $11::text::bigint[], $12, $13, $14::text::integer[], $15::text::integer[],
      $16::text::bigint[], $17, $18, $19)
