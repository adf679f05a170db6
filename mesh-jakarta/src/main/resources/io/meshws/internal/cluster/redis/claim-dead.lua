-- Claims an instance that needs cleaning up after: its cleaner gave up, or its lease ran out. Claims none if no instance
-- renewed a lease for half of one: then none could, see register.lua; this may have waited for Redis itself.
-- KEYS[1]  sorted set of the instances: the deadline of each
-- KEYS[2]  sorted set of the dead: until when the cleaner holds each
-- KEYS[3]  hash: dead instance to cleaner
-- KEYS[4]  when any instance last renewed its lease
-- KEYS[5]  hash: instance to its description
-- ARGV[1]  the cleaner's instance id
-- ARGV[2]  how long it may hold its claim without renewing it, ms: a lease
-- Result   the id of the dead instance; nothing if there is none
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local last = redis.call('GET', KEYS[4])
if last and now - tonumber(last) > ARGV[2] / 2 then
  return {}
end
local dead = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, 1)[1]
if not dead then
  for _, instance in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 2)) do
    if instance ~= ARGV[1] then
      dead = instance
    end
  end
end
if not dead then
  return {}
end
redis.call('ZREM', KEYS[1], dead)
redis.call('HDEL', KEYS[5], dead)
redis.call('ZADD', KEYS[2], now + ARGV[2], dead)
redis.call('HSET', KEYS[3], dead, ARGV[1])
return {dead}
