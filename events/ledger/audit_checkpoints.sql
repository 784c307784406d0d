SELECT size, root, note FROM ledger.checkpoint ORDER BY size
