"""Events out to other systems, as ``docs/interchange.md`` tells."""
