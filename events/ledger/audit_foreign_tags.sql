-- The first position up to $1 that stands under a tag which its event does not carry, or twice under one, or though the
-- head says that tags are not put so far.
SELECT listed.position, listed.tag
  FROM (SELECT t.tag, stands.position, count(*) AS times
          FROM ledger.tag AS t
               CROSS JOIN LATERAL unnest(t.earlier || t.position) AS stands (position)
         GROUP BY t.tag, stands.position) AS listed
       LEFT JOIN ledger.event AS e ON e.position = listed.position
 WHERE listed.position <= $1
   AND (listed.times > 1 OR listed.position > (SELECT h.tagged FROM ledger.head AS h) OR e.position IS NULL OR NOT e.tags @> ARRAY[listed.tag])
 ORDER BY listed.position, listed.tag
 LIMIT 1
