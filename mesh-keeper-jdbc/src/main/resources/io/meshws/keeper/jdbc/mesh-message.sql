-- The table of JdbcChannelKeeper, for H2, PostgreSQL, MariaDB and SQLite. Elsewhere take the type for long texts instead of TEXT. Names
-- of channels are compared by case: if that is not the default, give the first column such a collation.
CREATE TABLE IF NOT EXISTS mesh_message (
  channel VARCHAR(256) NOT NULL,
  message_offset BIGINT NOT NULL,
  epoch VARCHAR(64) NOT NULL,
  published BIGINT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (channel, message_offset, epoch)
);
