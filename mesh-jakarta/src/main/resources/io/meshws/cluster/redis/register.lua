-- An instance says that it is there; once a second.
-- KEYS[1]  sorted set of the instances
-- ARGV[1]  instance id
-- ARGV[2]  score: when it last said so, ms since 1970 by its own clock
-- Result   1 where the instance was known already, 0 where the store had never heard of it, or forgot it
return 1 - redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
