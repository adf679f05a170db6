-- described-instances
-- The registered instances that described themselves.
-- KEYS[1]  sorted set of the instances
-- KEYS[2]  hash: instance to since when, a space, and its description; see describe-instance.lua
-- Result   flat list of instance ids and values
local described = {}
for _, instance in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local about = redis.call('HGET', KEYS[2], instance)
  if about then
    described[#described + 1] = instance
    described[#described + 1] = about
  end
end
return described
