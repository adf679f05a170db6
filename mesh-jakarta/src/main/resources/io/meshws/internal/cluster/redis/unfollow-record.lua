-- An instance no longer follows a record.
-- KEYS[1]  set of the instances that follow it
-- ARGV[1]  instance id
-- Result   1 if it did, else 0
return redis.call('SREM', KEYS[1], ARGV[1])
