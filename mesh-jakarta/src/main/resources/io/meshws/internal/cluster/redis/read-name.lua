-- Who has a name.
-- KEYS[1]  hash: name to entry, see name-entry.lua
-- KEYS[2]  sorted set: name to when its grace is over, see change-names.lua
-- ARGV[1]  name
-- ARGV[2]  1 if no grace may count as over
-- Result   the entry; nothing if it is free
local entry = redis.call('HGET', KEYS[1], ARGV[1])
if not entry or (ARGV[2] == '0' and is_over(KEYS[2], ARGV[1])) then
  return {}
end
return {entry}
