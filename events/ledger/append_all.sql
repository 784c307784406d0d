-- $1 author; a column of values an event, as in append.sql: $2 id, $3 type, $4 schema version, $5 tags, $6 digest, salt and
-- payload in one; $7 the tree as the caller left it, null if it asks nothing; $8 the digest of the last event of the caller's call before.
SELECT ledger.append_all(
    $1, $2::text::uuid[], (string_to_array($3, E'\x1e'))[2:], $4::text::integer[], (string_to_array($5, E'\x1e'))[2:], $6, $7, $8)
