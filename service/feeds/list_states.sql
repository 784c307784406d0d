SELECT state.url, etag, modified, read_at, succeeded_at, due_at, wait_until, failures, state.problem, claimed_until,
       count(item.key) FILTER (WHERE item.article IS NOT NULL) AS articles,
       count(item.key) FILTER (WHERE item.problem IS NOT NULL) AS refused
FROM feeds.state LEFT JOIN feeds.item ON item.feed = state.url
GROUP BY state.url
