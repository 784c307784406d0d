-- Statements of service.replies, each under its name.

-- name: drop_old
DELETE FROM requests.reply WHERE made_at < clock_timestamp() - interval '7 days';

-- name: claim
-- Takes the key $2 of the caller $1 for a request with the fingerprint $3, if it is free.
INSERT INTO requests.reply (caller, key, fingerprint) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: find
SELECT fingerprint, status, body, location FROM requests.reply WHERE caller = $1 AND key = $2;

-- name: keep
-- Keeps the answer, unless one is kept already.
UPDATE requests.reply SET status = $4, body = $5, location = $6
 WHERE caller = $1 AND key = $2 AND fingerprint = $3 AND status IS NULL;

-- name: forget
DELETE FROM requests.reply WHERE caller = $1 AND key = $2 AND fingerprint = $3 AND status IS NULL;
