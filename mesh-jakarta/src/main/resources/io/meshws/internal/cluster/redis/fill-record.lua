-- Gives Redis a record that was kept outside, if there is none.
-- KEYS[1]  hash of the record, see record-version.lua
-- ARGV[1]  epoch
-- ARGV[2]  id of the last write
-- ARGV[3]  version
-- ARGV[4]  '1' if there is a value, else '0'
-- ARGV[5]  the value
-- ARGV[6]  when its time is over, ms; or '0'
-- ARGV[7]  how long a deleted record's version is kept, ms
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
if ARGV[6] ~= '0' then
  redis.call('HSET', KEYS[1], 'x', ARGV[6])
  redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', tonumber(ARGV[6]) + ARGV[7]))
end
return 1
