"""Events out to other systems, and events coded elsewhere in: ``docs/interchange.md`` tells of both."""
