-- $1 SHA-256 of each text in UTF-8, $2 the texts. In the order of the hashes, so that two who keep the same do not wait for
-- each other.
INSERT INTO library.text (hash, content)
SELECT * FROM unnest($1::bytea[], $2::text[]) AS given (hash, content) ORDER BY hash
    ON CONFLICT DO NOTHING
