-- Removes connections from what their instance holds.
-- KEYS[1]  hash of the instance's connections: id to metadata
-- KEYS[2]  hash of the rooms of the instance's connections: id to JSON array
-- ARGV     connection ids
-- Result   how many were there
local removed = 0
for _, id in ipairs(ARGV) do
  redis.call('HDEL', KEYS[2], id)
  removed = removed + redis.call('HDEL', KEYS[1], id)
end
return removed
