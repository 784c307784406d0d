UPDATE feeds.state SET claimed_until = $2 WHERE url = $1
