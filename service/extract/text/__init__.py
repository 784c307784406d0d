"""From a captured page to its sentences and tokens."""
