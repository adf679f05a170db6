-- Some of the records that an instance follows.
-- KEYS[1]  set of the ids of the records that the instance follows
-- ARGV[1]  how many at most
-- Result   record ids
return redis.call('SRANDMEMBER', KEYS[1], ARGV[1])
