-- The instances that are registered.
-- KEYS[1]  sorted set of the instances
-- Result   their ids
return redis.call('ZRANGE', KEYS[1], 0, -1)
