-- The table of JdbcRecordKeeper and JpaRecordKeeper, for H2, PostgreSQL, MariaDB and SQLite. Elsewhere take the type for long texts
-- instead of TEXT. Ids are compared by case: if that is not the default, give the first column such a collation.
CREATE TABLE IF NOT EXISTS mesh_record (
  id VARCHAR(256) NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  content TEXT,
  mark VARCHAR(128) NOT NULL
);
