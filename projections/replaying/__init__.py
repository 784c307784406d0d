"""The whole ledger folded afresh, compared with the live views or written to files."""
