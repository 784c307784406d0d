-- $1 SHA-256 of the text in UTF-8, $2 the text.
INSERT INTO library.text (hash, content) VALUES ($1, $2) ON CONFLICT DO NOTHING
