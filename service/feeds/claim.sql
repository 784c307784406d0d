-- One process reads a feed at a time; nobody reads it while its server asks to be left alone.
INSERT INTO feeds.state AS state (url, claimed_until)
VALUES ($1, $3)
ON CONFLICT (url) DO UPDATE SET claimed_until = excluded.claimed_until
WHERE (state.claimed_until IS NULL OR state.claimed_until <= $2) AND (state.wait_until IS NULL OR state.wait_until <= $2)
RETURNING etag, modified, failures
