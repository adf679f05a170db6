-- describe-instance
-- An instance publishes its description. Kept as long as it is registered.
-- KEYS[1]  sorted set of the instances
-- KEYS[2]  hash: instance to since when it is there, ms since 1970 by Redis' clock, a space, and its description
-- ARGV[1]  instance id
-- ARGV[2]  description
-- Result   1 if it is registered, else 0
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return 0
end
local since = string.match(redis.call('HGET', KEYS[2], ARGV[1]) or '', '^%d+')
if not since then
  local time = redis.call('TIME')
  since = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
end
redis.call('HSET', KEYS[2], ARGV[1], since .. ' ' .. ARGV[2])
return 1
