-- The stored nodes of the tree of $1 events, in order.
SELECT level, index, hash FROM ledger.node WHERE (index + 1) << level <= $1 ORDER BY level, index
