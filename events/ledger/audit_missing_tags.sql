-- The first position after $1 and up to $2 whose event carries a tag under which it is not found, as far as tags are put.
SELECT e.position, carried.tag
  FROM ledger.event AS e
       CROSS JOIN LATERAL unnest(e.tags) AS carried (tag)
       LEFT JOIN LATERAL (SELECT t.position, t.earlier
                            FROM ledger.tag AS t
                           WHERE t.tag = carried.tag COLLATE "C" AND t.position >= e.position
                           ORDER BY t.position
                           LIMIT 1) AS lot ON true
 WHERE e.position > $1 AND e.position <= least($2, (SELECT h.tagged FROM ledger.head AS h))
   AND (e.position = lot.position OR e.position = ANY (lot.earlier)) IS NOT TRUE
 ORDER BY e.position, carried.tag
 LIMIT 1
