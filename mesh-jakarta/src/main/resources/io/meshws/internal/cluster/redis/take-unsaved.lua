-- An instance takes something to save: records, or channels with messages.
-- KEYS[1]  sorted set of unsaved items; the score is from when on each may be taken, ms by Redis' clock
-- ARGV[1]  how many at most
-- ARGV[2]  takes also those that may be taken so much later, ms
-- ARGV[3]  for how long they are left to this instance, ms
-- Result   how many were unsaved, the time in ms, and the ids of those taken
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now + ARGV[2]), 'LIMIT', 0, ARGV[1])
for _, id in ipairs(ids) do
  redis.call('ZADD', KEYS[1], 'XX', string.format('%.0f', now + ARGV[3]), id)
end
table.insert(ids, 1, string.format('%.0f', now))
table.insert(ids, 1, string.format('%.0f', redis.call('ZCARD', KEYS[1])))
return ids
