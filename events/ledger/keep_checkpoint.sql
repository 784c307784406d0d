SELECT ledger.keep_checkpoint($1, $2, $3)
