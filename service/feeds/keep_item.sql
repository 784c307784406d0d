INSERT INTO feeds.item (feed, key, digest, article, problem, attempts, settled, seen_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (feed, key) DO UPDATE
SET digest = excluded.digest, article = coalesce(excluded.article, item.article), problem = excluded.problem,
    attempts = excluded.attempts, settled = excluded.settled, seen_at = excluded.seen_at
