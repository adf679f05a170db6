-- Fields of a hash.
-- KEYS[1]  the hash
-- ARGV     fields
-- Result   field, value, field, value … of those that exist
local found = {}
for _, field in ipairs(ARGV) do
  local value = redis.call('HGET', KEYS[1], field)
  if value then
    found[#found + 1] = field
    found[#found + 1] = value
  end
end
return found
