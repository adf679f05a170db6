-- Says whether an instance follows records.
-- KEYS[1]  set of the ids of the records that the instance follows
-- ARGV[1]  '1' where it follows, '0' where it does not
-- ARGV[2…] record ids
-- Result   for how many that is new
local changed = 0
for i = 2, #ARGV do
  changed = changed + redis.call(ARGV[1] == '1' and 'SADD' or 'SREM', KEYS[1], ARGV[i])
end
return changed
