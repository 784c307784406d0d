"""From categories to phrases, verb groups and clauses."""
