-- Outside of Redis a version of a record is kept. If the record in Redis is behind it, or has another version with its number,
-- Redis went back: the current value then counts as one more version, and all who follow the record are told.
-- KEYS[1]  hash of the record, see record-version.lua
-- KEYS[2]  set of the instances that follow it
-- KEYS[3]  sorted set of the unsaved records, see take-unsaved.lua
-- ARGV[1]  id of the record
-- ARGV[2]  epoch of the version that is kept
-- ARGV[3]  id of the write that made it
-- ARGV[4]  its number
-- ARGV[5]  id for a write that surpasses it
-- ARGV[6]  prefix of the instances' channels; the id and '}' follow
-- ARGV[7]  beginning of a message to them
-- ARGV[8]  how long a deleted record's version is kept, ms
-- Result   1 if the record went back, else 0
local epoch, write, version = record_version(KEYS[1])
local ahead = tonumber(version) - tonumber(ARGV[4])
if epoch == '' or ahead > 0 or (epoch == ARGV[2] and write == ARGV[3] and ahead == 0) then
  saved(KEYS[3], KEYS[1], ARGV[8], ARGV[1], ARGV[2], ARGV[3], ARGV[4])
  return 0
end
redis.call('HSET', KEYS[1], 'v', string.format('%.0f', tonumber(ARGV[4]) + 1), 'w', with_write(KEYS[1], ARGV[5]), 'k', '1')
redis.call('PERSIST', KEYS[1])
redis.call('ZADD', KEYS[3], string.format('%.0f', now()), ARGV[1])
local message = ARGV[7] .. '"epoch":"' .. epoch .. '","after":"' .. ARGV[3] .. '","base":' .. ARGV[4]
  .. ',"write":"' .. ARGV[5] .. '"}\n\n' .. (redis.call('HGET', KEYS[1], 'd') or '')
for _, instance in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  redis.call('PUBLISH', ARGV[6] .. instance .. '}', message)
end
return 1
