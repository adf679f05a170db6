-- The instances that have members in rooms.
-- KEYS     per room, the set of its instances; in Redis Cluster one a call
-- Result   per key, a list of instance ids
local routes = {}
for i, key in ipairs(KEYS) do
  routes[i] = redis.call('SMEMBERS', key)
end
return routes
