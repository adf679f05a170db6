-- An instance reports that it is alive, which renews its lease; once a second. If none did so for half a lease, none
-- could, and no lease runs out because of it: all are renewed.
-- KEYS[1]  sorted set of the instances: the deadline of each, ms since 1970 by Redis' clock
-- KEYS[2]  sorted set of the dead that are being cleaned up after: until when the cleaner holds each
-- KEYS[3]  hash: dead instance to cleaner
-- KEYS[4]  when any instance last reported
-- ARGV[1]  instance id
-- ARGV[2]  lease in ms
-- ARGV[3]  the deadline that it had last, as it was answered; 0 for none
-- ARGV[4]  '1' in Redis Cluster
-- Result   the standing of the instance; its deadline; in Redis Cluster, the number of the last failover of any node, as far
--          as this node knows. The standing is
--            known    it was registered
--            back     it was registered, with an earlier deadline than it had: Redis went back to an earlier state
--            unknown  the store never knew it, forgot it, or it was declared dead
--            dead     it is not registered, because another one is cleaning up after it
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('ZSCORE', KEYS[2], ARGV[1])
if held and tonumber(held) > now then
  return {'dead', '0', ''}
elseif held then
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('HDEL', KEYS[3], ARGV[1])
end
local last = redis.call('GET', KEYS[4])
local before = redis.call('ZSCORE', KEYS[1], ARGV[1])
if last and now - tonumber(last) > ARGV[2] / 2 then
  for _, instance in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
    redis.call('ZADD', KEYS[1], now + ARGV[2], instance)
  end
end
redis.call('SET', KEYS[4], now)
local deadline = string.format('%.0f', now + ARGV[2])
redis.call('ZADD', KEYS[1], deadline, ARGV[1])
local failover = ''
if ARGV[4] == '1' then
  local info = redis.pcall('CLUSTER', 'INFO')
  failover = type(info) == 'string' and string.match(info, 'cluster_current_epoch:(%d+)') or ''
end
if not before then
  return {'unknown', deadline, failover}
end
return {tonumber(before) < tonumber(ARGV[3]) and 'back' or 'known', deadline, failover}
