-- Adds members to a set, or removes them.
-- KEYS[1]  the set
-- ARGV[1]  '1' to add, '0' to remove
-- ARGV[2…] the members
-- Result   how many members this changed
local changed = 0
for i = 2, #ARGV do
  changed = changed + redis.call(ARGV[1] == '1' and 'SADD' or 'SREM', KEYS[1], ARGV[i])
end
return changed
