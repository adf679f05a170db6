-- Notes when a record may be over, before it is written. An earlier time that is noted stays, because this write may lose;
-- but the write gets a moment, up to a second, before one looks. A mark of next-deadlines.lua goes.
-- KEYS[1]  sorted set of records by the time at which one has to look, ms since 1970 by Redis' clock
-- ARGV[1]  record id
-- ARGV[2]  how long it exists after the write, ms
-- Result   the ms until one looks
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local wait = tonumber(ARGV[2])
local noted = redis.call('ZSCORE', KEYS[1], ARGV[1])
if noted and math.floor(noted) - now < wait then
  local moment = math.min(wait, 1000)
  wait = math.floor(noted) - now
  if wait < moment / 2 then
    wait = moment
  end
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now + wait), ARGV[1])
return wait
