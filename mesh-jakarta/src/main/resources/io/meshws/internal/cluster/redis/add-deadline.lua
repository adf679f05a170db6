-- Notes when a record may be over, before it is written.
-- KEYS[1]  sorted set of records by the time at which one has to look, ms since 1970 by Redis' clock
-- ARGV[1]  record id
-- ARGV[2]  how long it exists after the write, ms
-- Result   1 if it was not there, else 0
local time = redis.call('TIME')
return redis.call('ZADD', KEYS[1], string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2]), ARGV[1])
