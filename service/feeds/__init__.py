"""Feeds: which there are, what is known of each, and reading them for as long as the process lives."""
