SELECT url, publisher, language, every, content FROM feeds.feed ORDER BY added_at, url
