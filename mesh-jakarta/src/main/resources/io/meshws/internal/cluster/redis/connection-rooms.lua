-- Says which rooms a connection is in.
-- KEYS[1]  hash of the rooms of the instance's connections: id to JSON array
-- ARGV[1]  connection id
-- ARGV[2]  JSON array of room names; empty text where there are none
-- Result   1
if ARGV[2] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
end
return 1
