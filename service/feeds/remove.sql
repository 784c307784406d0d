WITH gone AS (DELETE FROM feeds.feed WHERE url = $1 RETURNING url),
     items AS (DELETE FROM feeds.item WHERE feed IN (SELECT url FROM gone)),
     state AS (DELETE FROM feeds.state WHERE url IN (SELECT url FROM gone))
SELECT url FROM gone
