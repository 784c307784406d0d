"""Views kept up with the ledger: batches folded as they come, what is at fault set aside."""
