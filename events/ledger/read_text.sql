SELECT content FROM library.text WHERE hash = $1
