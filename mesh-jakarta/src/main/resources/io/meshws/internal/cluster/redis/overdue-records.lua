-- Finds records that may be over.
-- KEYS[1]  sorted set, see add-deadline.lua
-- ARGV[1]  how many at most
-- Result   ids, each followed by its score
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[1])
