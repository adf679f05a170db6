-- Makes the members that an instance has in a room exactly those given; none removes the instance from the routes.
-- KEYS[1]  set of the room's members on the instance
-- KEYS[2]  set of the instances with members in the room
-- ARGV[1]  instance id
-- ARGV[2…] connection ids
-- Result   how many there are
redis.call('DEL', KEYS[1])
for i = 2, #ARGV do
  redis.call('SADD', KEYS[1], ARGV[i])
end
if #ARGV > 1 then
  redis.call('SADD', KEYS[2], ARGV[1])
else
  redis.call('SREM', KEYS[2], ARGV[1])
end
return #ARGV - 1
