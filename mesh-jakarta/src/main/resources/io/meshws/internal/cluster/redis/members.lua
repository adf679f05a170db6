-- The members of a room on all instances.
-- KEYS[1]  set of the instances with members in the room
-- ARGV[1]  prefix of the keys of the room's member sets; an instance id follows. They have the hash tag of KEYS[1], and
--          can only be named by reading it, so they are not among KEYS
-- Result   connection ids
local members = {}
for _, instance in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  for _, member in ipairs(redis.call('SMEMBERS', ARGV[1] .. instance)) do
    members[#members + 1] = member
  end
end
return members
