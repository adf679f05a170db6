-- Writes a record where it is as expected, and publishes the change to the instances that follow it.
-- KEYS[1]   hash of the record
-- KEYS[2]   set of the instances that follow it
-- ARGV[1]   id of this write: one that comes again is answered again and not done again
-- ARGV[2]   id of the instance that writes
-- ARGV[3]   epoch expected; empty where nothing is there
-- ARGV[4]   version expected
-- ARGV[5]   new epoch
-- ARGV[6]   new version
-- ARGV[7]   '1' and the new value in ARGV[8]; or '0': none, the record is deleted
-- ARGV[9]   how long a deleted record's version is kept, ms
-- ARGV[10]  how long, if this is refused, others shall be refused too, ms; or '0'
-- ARGV[11]  what the instances' channels begin with; the id and '}' follow
-- ARGV[12]  the message
-- Result    nothing where it was written, else as read-record.lua
local found = redis.call('HMGET', KEYS[1], 'e', 'v', 'w', 'r')
local writes = found[3] or ''
if string.find(writes, ' ' .. ARGV[1] .. ' ', 1, true) then
  return {}
end
local reserved = false
if found[4] or ARGV[10] ~= '0' then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  if found[4] then
    local holder, till = string.match(found[4], '^(.*) (%d+)$')
    reserved = holder ~= ARGV[2] and tonumber(till) > now
  end
  if not reserved and ARGV[10] ~= '0' and (found[1] or '') == ARGV[3] and found[2] and found[2] ~= ARGV[4] then
    redis.call('HSET', KEYS[1], 'r', ARGV[2] .. ' ' .. string.format('%.0f', now + ARGV[10]))
  end
end
if reserved or (found[1] or '') ~= ARGV[3] or (found[2] or '0') ~= ARGV[4] then
  local value = redis.call('HGET', KEYS[1], 'd')
  return {found[1] or '', found[2] or '0', value and '1' or '0', value or ''}
end
-- Those of the last four writes.
local kept = string.match(writes, '^ [^ ]+ [^ ]+ [^ ]+ ') or writes
if kept == '' then
  kept = ' '
end
if found[4] then
  redis.call('HDEL', KEYS[1], 'r')
end
if ARGV[7] == '1' then
  local added = redis.call('HSET', KEYS[1], 'e', ARGV[5], 'v', ARGV[6], 'w', ' ' .. ARGV[1] .. kept, 'd', ARGV[8])
  if added > 0 then
    redis.call('PERSIST', KEYS[1])
  end
else
  redis.call('HSET', KEYS[1], 'e', ARGV[5], 'v', ARGV[6], 'w', ' ' .. ARGV[1] .. kept)
  redis.call('HDEL', KEYS[1], 'd')
  redis.call('PEXPIRE', KEYS[1], ARGV[9])
end
for _, instance in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  redis.call('PUBLISH', ARGV[11] .. instance .. '}', ARGV[12])
end
return {}
