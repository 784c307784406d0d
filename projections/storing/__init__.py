"""The ground and the rows of views in their tables."""
