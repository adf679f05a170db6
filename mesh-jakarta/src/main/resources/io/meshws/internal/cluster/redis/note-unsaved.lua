-- A channel will have unsaved messages. An instance notes that before it publishes them.
-- KEYS[1]  sorted set of the channels with unsaved messages, see take-unsaved.lua
-- ARGV[1]  the channel
-- ARGV[2]  for how long it is left to this instance, ms
-- Result   the time, ms: the note's ticket
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1])
return now
