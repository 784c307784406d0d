UPDATE feeds.state SET claimed_until = NULL WHERE url = $1
