-- The keys that requests bear. The owner makes, replaces and revokes them; the role that serves may only look, so that
-- nobody who has taken the service can let others in.

CREATE SCHEMA access;

CREATE TABLE access.key (
    id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[0-9a-f]{12}$'),
    name text NOT NULL CHECK (name <> '' AND octet_length(name) <= 200),
    scopes text[] COLLATE "C" NOT NULL
        CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['read', 'ingest', 'curate', 'admin']),
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz,
    revoked_at timestamptz,
    successor text COLLATE "C" REFERENCES access.key DEFERRABLE INITIALLY DEFERRED
);
-- A name says who acted: it belongs to one key at a time, and to that which replaces it.
CREATE UNIQUE INDEX key_name ON access.key (name) WHERE revoked_at IS NULL AND successor IS NULL;
COMMENT ON TABLE access.key IS 'Who may read, ingest and curate; kept after they were revoked, since the ledger names them.';
COMMENT ON COLUMN access.key.digest IS 'SHA-256 of the secret part, which is 256 random bits and stands nowhere.';
COMMENT ON COLUMN access.key.successor IS 'The key that replaces it; until expires_at both hold.';

REVOKE ALL ON SCHEMA access FROM PUBLIC;
GRANT USAGE ON SCHEMA access TO chancery_service;
GRANT SELECT ON access.key TO chancery_service;
