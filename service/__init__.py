"""The edge: articles in, answers out; everything that reads, serves and configures."""
