"""The shapes that queries answer with: the public JSON, field by field."""
