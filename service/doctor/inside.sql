-- What the doctor asks the database; any role may.

-- name: role
-- By the catalogue's oids: a name is not even looked up by a role that may not use its schema.
WITH tables AS (
    SELECT n.nspname || '.' || c.relname AS name, c.oid, c.relowner
      FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE (n.nspname, c.relname) IN (('ledger', 'event'), ('access', 'key'))
)
SELECT current_user::text AS name,
       r.rolsuper AS superuser,
       pg_has_role(current_user, (SELECT relowner FROM tables WHERE name = 'ledger.event'), 'MEMBER') AS owns_ledger,
       has_schema_privilege('ledger', 'USAGE')
           AND has_table_privilege((SELECT oid FROM tables WHERE name = 'ledger.event'), 'SELECT') AS reads,
       (SELECT bool_and(has_function_privilege(p.oid, 'EXECUTE'))
          FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
         WHERE n.nspname = 'ledger' AND p.proname = 'append') AS appends,
       pg_has_role(current_user, (SELECT nspowner FROM pg_namespace WHERE nspname = 'views'), 'USAGE') AS keeps_views,
       has_schema_privilege('access', 'USAGE')
           AND has_table_privilege((SELECT oid FROM tables WHERE name = 'access.key'), 'SELECT') AS reads_keys
  FROM pg_roles AS r WHERE r.rolname = current_user;

-- name: views
SELECT v.name, v.fold, head.position - v.position AS behind,
       CASE WHEN head.position > v.position
            THEN extract(epoch FROM clock_timestamp() - e.recorded_at)::double precision ELSE 0 END AS seconds
  FROM ledger.head AS head
       CROSS JOIN views.view AS v
       LEFT JOIN ledger.event AS e ON e.position = v.position + 1
 WHERE v.state = 'active'
 ORDER BY v.name;

-- name: parked
SELECT p.view, count(DISTINCT p.position) AS events, count(DISTINCT k.key) AS keys, left(max(p.problem), 200) AS problem
  FROM views.parked AS p
       JOIN views.view AS v ON v.name = p.view AND v.version = p.version AND v.state = 'active'
       LEFT JOIN LATERAL unnest(p.keys) AS k (key) ON true
 GROUP BY p.view
 ORDER BY p.view;
