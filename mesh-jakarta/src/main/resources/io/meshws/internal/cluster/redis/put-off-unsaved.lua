-- Keeps these from being taken for a time.
-- KEYS[1]  sorted set of unsaved items, see take-unsaved.lua
-- ARGV[1]  for how long, ms
-- ARGV[2…] their ids
-- Result   1
local time = redis.call('TIME')
local till = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1])
for i = 2, #ARGV do
  redis.call('ZADD', KEYS[1], 'XX', till, ARGV[i])
end
return 1
