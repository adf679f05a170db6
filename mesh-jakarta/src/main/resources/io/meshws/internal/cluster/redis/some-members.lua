-- Some members of a set, in no order.
-- KEYS[1]  the set
-- ARGV[1]  how many at most
-- Result   members; nothing if the set is empty
return redis.call('SRANDMEMBER', KEYS[1], ARGV[1])
