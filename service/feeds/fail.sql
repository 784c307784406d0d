UPDATE feeds.state
SET problem = $2, read_at = $3, due_at = $4, wait_until = $5, failures = failures + 1, claimed_until = NULL
WHERE url = $1
