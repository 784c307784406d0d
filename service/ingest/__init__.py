"""From what arrives to what can be read: canonical text and the metadata of an article."""
