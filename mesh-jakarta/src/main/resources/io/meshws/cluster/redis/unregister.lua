-- An instance leaves.
-- KEYS[1]  sorted set of the instances
-- ARGV[1]  instance id
-- Result   1 where it was registered, else 0
return redis.call('ZREM', KEYS[1], ARGV[1])
