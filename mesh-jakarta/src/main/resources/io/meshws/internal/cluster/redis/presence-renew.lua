-- Renews the deadlines of the connections that are present in a room. Nothing is announced.
-- KEYS[1]  sorted set: connection id to deadline, ms since 1970 by Redis' clock
-- KEYS[2…] keys that end with it
-- ARGV[1]  time to live in ms
-- ARGV[2…] connection ids
-- Result   those of them that are not present
-- Longer than the time to live: an instance that looks after the room announces first. A room that no instance looks after ends by
-- itself.
local AFTER = 600000
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local missing = {}
for i = 2, #ARGV do
  if redis.call('ZSCORE', KEYS[1], ARGV[i]) then
    redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[i])
  else
    missing[#missing + 1] = ARGV[i]
  end
end
for _, key in ipairs(KEYS) do
  redis.call('PEXPIRE', key, ARGV[1] + AFTER)
end
return missing
