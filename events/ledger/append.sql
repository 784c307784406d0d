-- $1 author; a column of values an event: $2 batch, $3 id, $4 type, $5 schema version, $6 tags, $7 digest, salt and
-- payload in one; a column of values a condition item: $8 batch, $9 after, $10 types, $11 tags; clashes: $12 later
-- batch, $13 earlier batch; $14 the position up to which the caller has checked each item, and the event that must
-- stand at the position $15 for this to count: its id $16 and its time $17, or the tree there, $18; whether this is a
-- retry, $19. Numbers and ids come as the text of an array, texts with a record separator before each: the driver takes
-- longer over each element of an array than the server over all.
SELECT before, known, refused, obstacle, recorded_at, tree
  FROM ledger.append(
      $1, $2::text::integer[], $3::text::uuid[],
      (string_to_array($4, E'\x1e'))[2:], $5::text::integer[], (string_to_array($6, E'\x1e'))[2:], $7,
      $8::text::integer[], $9::text::bigint[],
      (string_to_array($10, E'\x1e'))[2:], (string_to_array($11, E'\x1e'))[2:],
      $12::text::integer[], $13::text::integer[],
      $14::text::bigint[], $15, $16, $17, $18, $19)
