DELETE FROM feeds.item WHERE feed = $1 AND seen_at < $2
