-- Where the ledger stands, and whether what stood at position $1, with the id $2, the time $3 and the tree $4, stands yet.
SELECT h.position, e.id, e.recorded_at, h.compact_range,
       h.compact_range = $4 OR EXISTS (SELECT FROM ledger.event AS k
                                        WHERE k.position = $1 AND k.id = $2 AND k.recorded_at = $3)
  FROM ledger.head AS h
       LEFT JOIN ledger.event AS e ON e.position = h.position
