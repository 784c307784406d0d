INSERT INTO feeds.feed (url, publisher, language, every, content, added_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (url) DO UPDATE
SET publisher = excluded.publisher, language = excluded.language, every = excluded.every, content = excluded.content
RETURNING (xmax = 0) AS is_new
