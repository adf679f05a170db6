-- Removes a connection from what its instance holds.
-- KEYS[1]  hash of the instance's connections: id to metadata
-- KEYS[2]  hash of the rooms of the instance's connections: id to JSON array
-- ARGV[1]  connection id
-- Result   1 where it was there, else 0
redis.call('HDEL', KEYS[2], ARGV[1])
return redis.call('HDEL', KEYS[1], ARGV[1])
