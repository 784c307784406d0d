-- What the projections keep of themselves. The tables of the views are made by the projections, version by version,
-- since they can be rebuilt from the ledger at any time; this is what must be there before the first of them.
--
-- The role that serves owns the schema "views" and what is in it.

SET LOCAL ROLE chancery_service;

CREATE TABLE views.view (
    name text COLLATE "C" NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    fold integer NOT NULL CHECK (fold > 0),
    state text COLLATE "C" NOT NULL CHECK (state IN ('building', 'active', 'retired')),
    position bigint NOT NULL DEFAULT 0 CHECK (position >= 0),
    built bigint NOT NULL DEFAULT 0 CHECK (built >= 0),
    moved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (name, version)
);
CREATE UNIQUE INDEX view_active ON views.view (name) WHERE state = 'active';
COMMENT ON TABLE views.view IS 'Each version of the tables of each view, and how far it has folded the ledger.';
COMMENT ON COLUMN views.view.fold IS 'The version of the code that fills the tables.';
COMMENT ON COLUMN views.view.state IS 'building: beside the active one, by a rebuild; active: answers questions; retired: its tables are about to go.';
COMMENT ON COLUMN views.view.position IS 'The last position folded; written in the transaction of the rows. Its row lock lets one process fold at a time.';
COMMENT ON COLUMN views.view.built IS 'While it is built: how far the rebuild has come with it, so that it can go on from there.';

CREATE TABLE views.parked (
    view text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    position bigint NOT NULL,
    event text COLLATE "C" NOT NULL,
    keys text[] COLLATE "C" NOT NULL,
    problem text,
    parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (view, version, position),
    FOREIGN KEY (view, version) REFERENCES views.view (name, version) ON DELETE CASCADE
);
COMMENT ON TABLE views.parked IS 'Events that a view could not take (problem), and later ones of the same keys, which wait for them (no problem).';

RESET ROLE;
