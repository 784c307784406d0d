UPDATE feeds.item SET seen_at = $3
WHERE feed = $1 AND key = ANY ($2::bytea[])
RETURNING key, digest, settled, attempts
