-- Adds rooms to an instance's memberships, or removes them.
-- KEYS[1]  sorted set of the instance's memberships, all with the same score: connection id, space, room
-- ARGV[1]  '1' to add, '0' to remove
-- ARGV[2…] memberships
-- Result   how many memberships this changed
local changed = 0
for i = 2, #ARGV do
  if ARGV[1] == '1' then
    changed = changed + redis.call('ZADD', KEYS[1], 0, ARGV[i])
  else
    changed = changed + redis.call('ZREM', KEYS[1], ARGV[i])
  end
end
return changed
