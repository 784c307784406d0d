-- The keys that requests bear (access.key).

-- name: insert
INSERT INTO access.key (id, name, scopes, digest, expires_at) VALUES ($1, $2, $3, $4, $5)
RETURNING id, name, scopes, made_at, expires_at, revoked_at, successor;

-- name: find
-- A key by its id, with what only the database's clock says.
SELECT id, name, scopes, made_at, expires_at, revoked_at, successor, digest,
       coalesce(expires_at <= clock_timestamp(), false) AS expired
  FROM access.key WHERE id = $1;

-- name: list
SELECT id, name, scopes, made_at, expires_at, revoked_at, successor FROM access.key ORDER BY made_at, id;

-- name: count_standing
SELECT count(*) FROM access.key WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp());

-- name: revoke
-- Those of an id or of a name that were not revoked before.
UPDATE access.key SET revoked_at = clock_timestamp() WHERE (id = $1 OR name = $1) AND revoked_at IS NULL
RETURNING id, name, scopes, made_at, expires_at, revoked_at, successor;

-- name: replaceable
SELECT id, name, scopes, expires_at
  FROM access.key WHERE (id = $1 OR name = $1) AND revoked_at IS NULL AND successor IS NULL
   FOR UPDATE;

-- name: replace
-- The key $1 gives way to $2 after $3 seconds, or when it would have expired.
UPDATE access.key
   SET successor = $2,
       expires_at = least(expires_at, clock_timestamp() + make_interval(secs => $3)),
       revoked_at = CASE WHEN $3 = 0 THEN clock_timestamp() END
 WHERE id = $1;
