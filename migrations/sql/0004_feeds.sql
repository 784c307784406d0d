-- The feeds that are read, and what is known of each from one reading to the next.
--
-- Losing these tables loses no article: every feed is then read as if for the first time, and what the ledger holds
-- already is known by its text.

CREATE SCHEMA feeds AUTHORIZATION chancery_service;

SET LOCAL ROLE chancery_service;

CREATE TABLE feeds.feed (
    url text COLLATE "C" PRIMARY KEY,
    publisher text,
    language text,
    every integer NOT NULL CHECK (every > 0),
    content text COLLATE "C" NOT NULL CHECK (content IN ('page', 'feed')),
    added_at timestamptz NOT NULL
);
COMMENT ON TABLE feeds.feed IS 'The feeds added by command; those of the file that CHANCERY_FEEDS names stand there alone.';
COMMENT ON COLUMN feeds.feed.every IS 'Seconds from one reading to the next.';
COMMENT ON COLUMN feeds.feed.content IS 'Where the text of an article comes from: page, its own page; feed, the feed itself.';

CREATE TABLE feeds.state (
    url text COLLATE "C" PRIMARY KEY,
    etag text,
    modified text,
    read_at timestamptz,
    succeeded_at timestamptz,
    due_at timestamptz,
    wait_until timestamptz,
    failures integer NOT NULL DEFAULT 0,
    problem text,
    claimed_until timestamptz
);
COMMENT ON TABLE feeds.state IS 'What is known of each feed that was ever read, wherever it is named.';
COMMENT ON COLUMN feeds.state.etag IS 'With modified, the condition of the next request; both null where something is still to be fetched.';
COMMENT ON COLUMN feeds.state.wait_until IS 'Until when its server asks to be left alone.';
COMMENT ON COLUMN feeds.state.failures IS 'How many readings have failed since the last that did not.';
COMMENT ON COLUMN feeds.state.claimed_until IS 'Until when a process reads it, unless it ends before; of two processes, one reads.';

CREATE TABLE feeds.item (
    feed text COLLATE "C" NOT NULL,
    key bytea NOT NULL,
    digest text COLLATE "C" NOT NULL,
    article text COLLATE "C",
    problem text,
    attempts integer NOT NULL CHECK (attempts > 0),
    settled boolean NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (feed, key)
);
COMMENT ON TABLE feeds.item IS 'What became of each item of a feed, so that its page is fetched once, and again when the feed tells something new of it.';
COMMENT ON COLUMN feeds.item.key IS 'SHA-256 of what the feed calls it.';
COMMENT ON COLUMN feeds.item.digest IS 'Of what the feed told of it when it was last fetched.';
COMMENT ON COLUMN feeds.item.settled IS 'False while it is to be tried again.';

RESET ROLE;
