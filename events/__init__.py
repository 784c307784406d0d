"""What happened: the vocabulary of events, the decisions about them and the ledger that keeps them."""
