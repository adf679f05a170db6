-- The first memberships of a range, in the order of their bytes.
-- KEYS[1]  sorted set of an instance's memberships, all with the same score: connection id, space, room
-- ARGV[1]  where the range begins, as ZRANGEBYLEX has it
-- ARGV[2]  where it ends
-- ARGV[3]  how many at most
-- Result   memberships
return redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])
