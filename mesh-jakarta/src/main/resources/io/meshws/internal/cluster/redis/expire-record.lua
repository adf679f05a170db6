-- Removes a record if its time is over, and publishes the deletion to the instances that follow it.
-- KEYS[1]  hash of the record, see record-version.lua
-- KEYS[2]  set of the instances that follow it
-- KEYS[3]  sorted set of the unsaved records, see take-unsaved.lua; or nothing, if this instance keeps none
-- ARGV[1]  id for this write
-- ARGV[2]  how long a deleted record's version is kept, ms
-- ARGV[3]  prefix of the instances' channels; the id and '}' follow
-- ARGV[4]  beginning of the message
-- ARGV[5]  id of the record
-- ARGV[6]  prefix of the buckets of indexes
-- Result   nothing if the record has no end, or is not there; the ms that it has left; or '0', its value and the version of
--          the deletion
local time = left(KEYS[1])
if not time then
  return {}
end
if time > 0 then
  return {string.format('%.0f', time)}
end
local epoch, write, version = record_version(KEYS[1])
local value = redis.call('HGET', KEYS[1], 'd')
local last = string.format('%.0f', tonumber(version) + 1)
redis.call('HSET', KEYS[1], 'v', last, 'w', with_write(KEYS[1], ARGV[1]))
redis.call('HDEL', KEYS[1], 'd', 'x')
if KEYS[3] and redis.call('HEXISTS', KEYS[1], 'k') == 1 then
  redis.call('PERSIST', KEYS[1])
  redis.call('ZADD', KEYS[3], 'NX', string.format('%.0f', now()), ARGV[5])
else
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
place(KEYS[1], ARGV[5], '', ARGV[6], ARGV[3])
local message = ARGV[4] .. '"epoch":"' .. epoch .. '","after":"' .. write .. '","base":' .. version
  .. ',"write":"' .. ARGV[1] .. '"}\n\n'
for _, instance in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  redis.call('PUBLISH', ARGV[3] .. instance .. '}', message)
end
return {'0', value or '', last}
