-- A connection joins a room, and its instance becomes one that the room's messages go to.
-- KEYS[1]  set of the room's members on the instance
-- KEYS[2]  set of the instances with members in the room
-- ARGV[1]  instance id
-- ARGV[2…] connection ids
-- Result   how many were not members before
redis.call('SADD', KEYS[2], ARGV[1])
local joined = 0
for i = 2, #ARGV do
  joined = joined + redis.call('SADD', KEYS[1], ARGV[i])
end
return joined
