-- Run once, when the empty database is made: three roles, their passwords from files.
-- The owner makes and migrates the tables, the application writes facts, the reader only reads.
\set owner_password `cat /run/secrets/owner_password`
\set application_password `cat /run/secrets/application_password`
\set reader_password `cat /run/secrets/reader_password`

-- A statement that fails is not written to the server's log: it holds a password.
SET log_min_error_statement = panic;
CREATE ROLE thidua_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE thidua_application LOGIN PASSWORD :'application_password';
CREATE ROLE thidua_reader LOGIN PASSWORD :'reader_password';
RESET log_min_error_statement;

ALTER DATABASE thidua OWNER TO thidua_owner;
REVOKE ALL ON DATABASE thidua FROM PUBLIC;
GRANT CONNECT ON DATABASE thidua TO thidua_application, thidua_reader;
ALTER SCHEMA public OWNER TO thidua_owner;
