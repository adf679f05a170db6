-- Names whose holder is on an instance.
-- KEYS[1]  hash: name to entry, see name-entry.lua
-- KEYS[2]  sorted set of the names whose holder is there: instance ' ' name, all with the score 0
-- ARGV[1]  the instance
-- ARGV[2]  the name after which to begin, or an empty text
-- ARGV[3]  how many to read at most
-- Result   each name, with its entry
local head = ARGV[1] .. ' '
local from = (ARGV[2] ~= '' and '(' or '[') .. head .. ARGV[2]
local found = {}
for _, place in ipairs(redis.call('ZRANGEBYLEX', KEYS[2], from, '(' .. ARGV[1] .. '!', 'LIMIT', 0, ARGV[3])) do
  local name = string.sub(place, #head + 1)
  found[#found + 1] = name
  found[#found + 1] = redis.call('HGET', KEYS[1], name) or ''
end
return found
