"""What is true now: views folded from the ledger, each rebuilt and compared with it at will."""
