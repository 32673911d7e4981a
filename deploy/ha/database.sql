-- The database and its roles, made once: by psql, as the superuser, on the leader.
-- The passwords come from the environment of whoever runs it.
\set ON_ERROR_STOP on
\getenv owner THIDUA_OWNER_PASSWORD
\getenv application THIDUA_APPLICATION_PASSWORD
\getenv reader THIDUA_READER_PASSWORD

-- The owner makes the tables and brings them to a new version. The service only works in them, and changes or
-- deletes nothing of the log; a reader sees no accounts. `thidua roles` grants these two what they need.
-- A statement that fails is not written to the server's log: it holds a password.
SET log_min_error_statement = panic;
CREATE ROLE thidua_owner LOGIN PASSWORD :'owner';
CREATE ROLE thidua_application LOGIN PASSWORD :'application';
CREATE ROLE thidua_reader LOGIN PASSWORD :'reader';
RESET log_min_error_statement;

CREATE DATABASE thidua OWNER thidua_owner TEMPLATE template0;
REVOKE ALL ON DATABASE thidua FROM PUBLIC;
GRANT CONNECT ON DATABASE thidua TO thidua_application, thidua_reader;
