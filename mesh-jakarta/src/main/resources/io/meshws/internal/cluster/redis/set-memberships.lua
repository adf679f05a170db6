-- Adds rooms to what an instance holds of its connections, or removes them.
-- KEYS[1]  sorted set of the instance's memberships, all with the same score: connection id, space, room
-- ARGV[1]  '1' to add, '0' to remove
-- ARGV[2…] memberships
-- Result   for how many that is new
local changed = 0
for i = 2, #ARGV do
  if ARGV[1] == '1' then
    changed = changed + redis.call('ZADD', KEYS[1], 0, ARGV[i])
  else
    changed = changed + redis.call('ZREM', KEYS[1], ARGV[i])
  end
end
return changed
