-- Who has a name.
-- KEYS[1]  hash: name to entry, see name-entry.lua
-- ARGV[1]  name
-- Result   the entry; nothing if nobody has it
local entry = redis.call('HGET', KEYS[1], ARGV[1])
return entry and {entry} or {}
