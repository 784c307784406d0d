UPDATE feeds.state
SET etag = $2, modified = $3, read_at = $4, succeeded_at = $4, due_at = $5, wait_until = NULL, failures = 0,
    problem = NULL, claimed_until = NULL
WHERE url = $1
