-- An instance leaves; the last one removes the shared data.
-- KEYS[1]  sorted set of the instances
-- KEYS[2]  when any instance last renewed its lease
-- KEYS[3]  hash: instance to its description
-- ARGV[1]  instance id
-- Result   1 if it was registered, else 0
local left = redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('DEL', KEYS[2])
end
return left
