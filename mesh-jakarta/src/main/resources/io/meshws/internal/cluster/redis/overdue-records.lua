-- Finds records that may be over.
-- KEYS[1]  sorted set, see add-deadline.lua
-- ARGV[1]  how many at most
-- Result   the ms until the next one may be over, or an empty text if there is none; then the ids found, each followed by its score
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[1])
local next = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
table.insert(found, 1, next[2] and string.format('%.0f', math.ceil(next[2] - now)) or '')
return found
