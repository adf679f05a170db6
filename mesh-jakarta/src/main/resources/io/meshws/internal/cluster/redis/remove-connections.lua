-- Removes connections from those that their instance has.
-- KEYS[1]  hash of the instance's connections: id to metadata
-- KEYS[2]  sorted set of the instance's memberships, all with the same score: connection id, space, room
-- ARGV     connection ids
-- Result   how many were there
local removed = 0
for _, id in ipairs(ARGV) do
  -- '!' is the character after the space.
  redis.call('ZREMRANGEBYLEX', KEYS[2], '[' .. id .. ' ', '(' .. id .. '!')
  removed = removed + redis.call('HDEL', KEYS[1], id)
end
return removed
