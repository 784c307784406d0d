-- Stretches of neighbouring nodes of the tree: $1 level (0, 8, 16, ...), $2 index of the first, $3 how many. One row for
-- each node that is there: the number of its stretch, its index, its hash. A leaf's index is its position - 1.
SELECT wanted.number, node.index, node.hash
  FROM unnest($1::integer[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS wanted (level, first, amount, number)
       CROSS JOIN LATERAL (
           (SELECT e.position - 1 AS index, e.leaf_hash AS hash
              FROM ledger.event AS e
             WHERE wanted.level = 0 AND e.position > wanted.first AND e.position <= wanted.first + wanted.amount)
           UNION ALL
           (SELECT n.index, n.hash
              FROM ledger.node AS n
             WHERE wanted.level > 0 AND n.level = wanted.level
               AND n.index >= wanted.first AND n.index < wanted.first + wanted.amount)) AS node
 ORDER BY wanted.number, node.index
