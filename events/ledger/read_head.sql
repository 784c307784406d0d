SELECT position, recorded_at, compact_range, tagged FROM ledger.head
