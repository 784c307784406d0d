-- The two roles: one owns the schemas and migrates, the other serves. Run by a superuser, as often as one likes.

DO $roles$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'chancery_owner') THEN
        CREATE ROLE chancery_owner LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'chancery_service') THEN
        CREATE ROLE chancery_service LOGIN;
    END IF;
END
$roles$;

-- So that the owner can hand the projections' schema to the service.
GRANT chancery_service TO chancery_owner;
