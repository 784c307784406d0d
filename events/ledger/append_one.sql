-- $1 author; of the event $2 id, $3 type, $4 schema version, $5 tags joined by line feeds, $6 digest, salt and payload in
-- one; $7 the tree as the caller left it, null if it asks nothing. As one record: the rows of a function take longer.
SELECT ledger.append_one($1, $2, $3, $4, $5, $6, $7)
