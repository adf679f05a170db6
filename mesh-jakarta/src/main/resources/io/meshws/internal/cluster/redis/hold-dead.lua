-- A cleaner renews its claim, or ends it when everything is cleaned up.
-- KEYS[1]  sorted set of the dead: until when the cleaner holds each
-- KEYS[2]  hash: dead instance to cleaner
-- ARGV[1]  the dead instance
-- ARGV[2]  the cleaner
-- ARGV[3]  how long it may hold its claim without renewing it, ms; 0 ends it
-- Result   1 if the claim is still its own, else 0
if redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[2] then
  return 0
end
if ARGV[3] == '0' then
  redis.call('ZREM', KEYS[1], ARGV[1])
  redis.call('HDEL', KEYS[2], ARGV[1])
else
  local time = redis.call('TIME')
  redis.call('ZADD', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[3], ARGV[1])
end
return 1
