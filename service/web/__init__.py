"""Pages: rendered on the server, without scripts of others."""
