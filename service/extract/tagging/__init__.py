"""One category for each token: from its form, and from what stands beside it."""
