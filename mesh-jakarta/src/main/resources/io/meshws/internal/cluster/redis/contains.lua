-- Whether a connection is in a room.
-- KEYS[1]  set of the room's members on the connection's instance
-- ARGV[1]  connection id
-- Result   1 or 0
return redis.call('SISMEMBER', KEYS[1], ARGV[1])
