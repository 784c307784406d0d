-- The first row of a tag up to position $1, by the first event that it hides, whose kinds are not those of its events.
SELECT coalesce(min(e.position) FILTER (WHERE t.kinds & ledger.kind(e.type) = 0), min(e.position)) AS position, t.tag
  FROM ledger.tag AS t
       CROSS JOIN LATERAL unnest(t.earlier || t.position) AS stands (position)
       JOIN ledger.event AS e ON e.position = stands.position
 WHERE t.position <= $1
 GROUP BY t.tag, t.position, t.kinds
HAVING bit_or(ledger.kind(e.type)) <> t.kinds
 ORDER BY position, t.tag
 LIMIT 1
