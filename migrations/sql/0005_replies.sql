-- What requests that bear an Idempotency-Key were answered, so that the same request gets the same answer. Nothing rests
-- on it: it may be emptied at any time, and what is older than a week is.

CREATE SCHEMA requests AUTHORIZATION chancery_service;
SET LOCAL ROLE chancery_service;

CREATE TABLE requests.reply (
    caller text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
    status smallint,
    body bytea,
    location text,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (caller, key)
);
CREATE INDEX reply_made_at ON requests.reply (made_at);
COMMENT ON COLUMN requests.reply.caller IS 'The id of the key in access.key that the request bore; empty without one.';
COMMENT ON COLUMN requests.reply.fingerprint IS 'SHA-256 of what was asked.';
COMMENT ON COLUMN requests.reply.status IS 'Null while it is being answered, or where the service was killed meanwhile.';

RESET ROLE;
