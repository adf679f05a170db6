-- Gives Redis a record that was kept outside, if there is none.
-- KEYS[1]  hash of the record, see record-version.lua; then the buckets of indexes in which it will be
-- ARGV[1]  epoch
-- ARGV[2]  id of the last write
-- ARGV[3]  version
-- ARGV[4]  '1' if there is a value, else '0'
-- ARGV[5]  the value
-- ARGV[6]  when its time is over, ms; or '0'
-- ARGV[7]  how long a deleted record's version is kept, ms
-- ARGV[8]  the id of the record
-- ARGV[9]  its places in indexes, see record-places.lua
-- ARGV[10] prefix of the buckets of indexes
-- ARGV[11] prefix of the instances' channels; the id and '}' follow
-- Result   1 if there was none, else 0
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
redis.call('HSET', KEYS[1], 'e', ARGV[1], 'v', ARGV[3], 'w', ' ' .. ARGV[2] .. ' ', 'k', '1')
if ARGV[4] == '0' then
  redis.call('PEXPIRE', KEYS[1], ARGV[7])
  return 1
end
redis.call('HSET', KEYS[1], 'd', ARGV[5])
place(KEYS[1], ARGV[8], ARGV[9], ARGV[10], ARGV[11])
if ARGV[6] ~= '0' then
  redis.call('HSET', KEYS[1], 'x', ARGV[6])
  redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', tonumber(ARGV[6]) + ARGV[7]))
end
return 1
