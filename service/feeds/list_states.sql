-- Items are counted where $1 says so: there may be many.
SELECT state.url, etag, modified, read_at, succeeded_at, due_at, wait_until, failures, state.problem, claimed_until,
       coalesce(items.articles, 0) AS articles, coalesce(items.refused, 0) AS refused
FROM feeds.state
     LEFT JOIN LATERAL (
         SELECT count(*) FILTER (WHERE item.article IS NOT NULL) AS articles,
                count(*) FILTER (WHERE item.problem IS NOT NULL) AS refused
         FROM feeds.item AS item WHERE item.feed = state.url
     ) AS items ON $1::boolean
