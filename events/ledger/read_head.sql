SELECT position, recorded_at, compact_range FROM ledger.head
