-- The first position up to $1 under an id that its event does not have.
SELECT k.position, k.id
  FROM ledger.event_id AS k
       LEFT JOIN ledger.event AS e ON e.position = k.position
 WHERE k.position <= $1 AND e.id IS DISTINCT FROM k.id
 ORDER BY k.position
 LIMIT 1
