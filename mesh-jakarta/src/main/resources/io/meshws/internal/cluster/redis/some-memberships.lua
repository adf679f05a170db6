-- The first memberships of a range, in the order of their bytes.
-- KEYS[1]  sorted set of an instance's memberships, all with the same score: connection id, space, room
-- ARGV[1]  beginning of the range, as ZRANGEBYLEX has it
-- ARGV[2]  end of the range
-- ARGV[3]  how many at most
-- Result   memberships
return redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])
