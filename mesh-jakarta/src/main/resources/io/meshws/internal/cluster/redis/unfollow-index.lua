-- An instance no longer follows a bucket of an index.
-- KEYS[1]  hash of the instances that follow it, see record-places.lua
-- ARGV[1]  instance id
-- Result   1 if it did, else 0
local removed = redis.call('HDEL', KEYS[1], ARGV[1])
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(field, 1, 1) ~= ' ' then
    return removed
  end
end
redis.call('DEL', KEYS[1])
return removed
