-- Adds a connection or replaces its metadata.
-- KEYS[1]  hash of the instance's connections: id to metadata
-- ARGV[1]  connection id
-- ARGV[2]  metadata, JSON text
-- Result   1
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
