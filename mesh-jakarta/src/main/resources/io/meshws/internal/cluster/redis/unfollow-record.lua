-- An instance follows a record no longer.
-- KEYS[1]  set of the instances that follow it
-- ARGV[1]  instance id
-- Result   1 where it did, else 0
return redis.call('SREM', KEYS[1], ARGV[1])
