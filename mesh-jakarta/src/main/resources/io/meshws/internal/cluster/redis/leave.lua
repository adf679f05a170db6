-- Connections leave a room; with the last one of an instance, the instance leaves the room's routes.
-- KEYS[1]  set of the room's members on the instance
-- KEYS[2]  set of the instances with members in the room
-- ARGV[1]  instance id
-- ARGV[2…] connection ids
-- Result   how many were members
local left = 0
for i = 2, #ARGV do
  left = left + redis.call('SREM', KEYS[1], ARGV[i])
end
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('SREM', KEYS[2], ARGV[1])
end
return left
