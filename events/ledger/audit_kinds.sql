-- The first row of a tag up to position $1, by the last of its positions, whose kinds are not those of its events.
SELECT t.position, t.tag
  FROM ledger.tag AS t
       CROSS JOIN LATERAL unnest(t.earlier || t.position) AS stands (position)
       JOIN ledger.event AS e ON e.position = stands.position
 WHERE t.position <= $1
 GROUP BY t.tag, t.position, t.kinds
HAVING bit_or(ledger.kind(e.type)) <> t.kinds
 ORDER BY t.position, t.tag
 LIMIT 1
