-- Names that begin with a text, in the order of their bytes.
-- KEYS[1]  sorted set of all names, all with the score 0
-- KEYS[2]  sorted set: name to when its grace is over, see change-names.lua
-- ARGV[1]  the text
-- ARGV[2]  the name after which to begin, or an empty text
-- ARGV[3]  how many to read at most
-- ARGV[4]  1 if no grace may count as over
-- Result   the name after which the next part begins, or an empty text if this is all; then the names
local from = ARGV[2] ~= '' and '(' .. ARGV[2] or '[' .. ARGV[1]
local all = redis.call('ZRANGEBYLEX', KEYS[1], from, '(' .. ARGV[1] .. '\255', 'LIMIT', 0, ARGV[3])
local found = {#all == tonumber(ARGV[3]) and all[#all] or ''}
for _, name in ipairs(all) do
  if ARGV[4] == '1' or not is_over(KEYS[2], name) then
    found[#found + 1] = name
  end
end
return found
