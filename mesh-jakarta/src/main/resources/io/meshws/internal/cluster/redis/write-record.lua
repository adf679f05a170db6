-- Writes a record if it is at the expected version, and publishes the change to the instances that follow it.
-- KEYS[1]   hash of the record, see record-version.lua
-- KEYS[2]   set of the instances that follow it
-- ARGV[1]   id of this write: one that comes again is answered again and not done again
-- ARGV[2]   id of the instance that writes
-- ARGV[3]   epoch expected; empty if nothing is there
-- ARGV[4]   id of the last write expected
-- ARGV[5]   version expected
-- ARGV[6]   new epoch
-- ARGV[7]   new version
-- ARGV[8]   '1' and the new value in ARGV[9]; or '0': none, the record is deleted
-- ARGV[10]  how long a deleted record's version is kept, ms
-- ARGV[11]  how long, if this is refused, others are refused too, ms; or '0'
-- ARGV[12]  prefix of the instances' channels; the id and '}' follow
-- ARGV[13]  the message
-- ARGV[14]  id for a write that surpasses what was expected, if the record went back
-- ARGV[15]  beginning of a message about that
-- ARGV[16]  how long the record exists after this write, ms; or '0': until it is deleted
-- Result    nothing if it was written, else as record-version.lua
local writes = redis.call('HGET', KEYS[1], 'w')
if writes and string.find(writes, ' ' .. ARGV[1] .. ' ', 1, true) then
  return {}
end
if is_overdue() then
  return read_record(false)
end
local went_back = surpass(ARGV[3], ARGV[4], ARGV[5], ARGV[14], ARGV[12], ARGV[15])
local epoch, write, version = record_version()
local expected = epoch == ARGV[3] and write == ARGV[4] and version == ARGV[5]
local holding = redis.call('HGET', KEYS[1], 'r')
local reserved = false
if holding or ARGV[11] ~= '0' then
  if holding then
    local holder, till = string.match(holding, '^(.*) (%d+)$')
    reserved = holder ~= ARGV[2] and tonumber(till) > now()
  end
  if not reserved and ARGV[11] ~= '0' and not expected and epoch ~= '' and epoch == ARGV[3] then
    redis.call('HSET', KEYS[1], 'r', ARGV[2] .. ' ' .. string.format('%.0f', now() + ARGV[11]))
  end
end
if reserved or not expected then
  return read_record(went_back)
end
if holding then
  redis.call('HDEL', KEYS[1], 'r')
end
writes = with_write(ARGV[1])
if ARGV[8] == '1' then
  local added = redis.call('HSET', KEYS[1], 'e', ARGV[6], 'v', ARGV[7], 'w', writes, 'd', ARGV[9])
  if ARGV[16] ~= '0' then
    local till = now() + ARGV[16]
    redis.call('HSET', KEYS[1], 'x', string.format('%.0f', till))
    redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', till + ARGV[10]))
  elseif added > 0 or redis.call('HDEL', KEYS[1], 'x') > 0 then
    redis.call('PERSIST', KEYS[1])
  end
else
  redis.call('HSET', KEYS[1], 'e', ARGV[6], 'v', ARGV[7], 'w', writes)
  redis.call('HDEL', KEYS[1], 'd', 'x')
  redis.call('PEXPIRE', KEYS[1], ARGV[10])
end
for _, instance in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  redis.call('PUBLISH', ARGV[12] .. instance .. '}', ARGV[13])
end
return {}
