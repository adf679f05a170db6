-- For the scripts that read and write a record. Its hash, KEYS[1], has
--   e, v, d  epoch; version; value, JSON text, absent if the record was deleted
--   w        the ids of the last writes, newest first, each between spaces
--   r        the instance that has the record for itself and until when, or absent
--   x        when its time is over, ms since 1970 by Redis' clock, or absent
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- The time that the record has left, ms; nothing if it has no end.
local function left()
  local till = redis.call('HGET', KEYS[1], 'x')
  return till and tonumber(till) - now()
end

local function is_overdue()
  local time = left()
  return time and time <= 0
end

local function record_version()
  local found = redis.call('HMGET', KEYS[1], 'e', 'w', 'v')
  return found[1] or '', string.match(found[2] or '', '^ ([^ ]+)') or '', found[3] or '0'
end

-- The last ids, with another one in front.
local function with_write(id)
  local writes = redis.call('HGET', KEYS[1], 'w') or ' '
  return ' ' .. id .. (string.match(writes, '^ [^ ]+ [^ ]+ [^ ]+ ') or writes)
end

-- If an instance heard of a version that is not there, the record went back to an earlier state. The versions then continue
-- above that one: the current value counts as one more version, by a write with the given id, and all who follow the record
-- are told.
-- Result   whether it is so
local function surpass(epoch, write, version, id, bus, message_head)
  local is_epoch, is_write, is_version = record_version()
  local ahead = tonumber(version) - tonumber(is_version)
  if is_epoch == '' or epoch ~= is_epoch or ahead < 0 or (ahead == 0 and write == is_write) then
    return false
  end
  redis.call('HSET', KEYS[1], 'v', string.format('%.0f', tonumber(version) + 1), 'w', with_write(id))
  local message = message_head .. '"epoch":"' .. epoch .. '","after":"' .. write .. '","base":' .. version
    .. ',"write":"' .. id .. '"}\n\n' .. (redis.call('HGET', KEYS[1], 'd') or '')
  for _, instance in ipairs(redis.call('SMEMBERS', KEYS[2])) do
    redis.call('PUBLISH', bus .. instance .. '}', message)
  end
  return true
end

-- Epoch; id of the last write; version; '1' and the value or '0' if there is none; '1' if the record went back; '1' if its
-- time is over: then it has to be removed before it is used.
local function read_record(went_back)
  local epoch, write, version = record_version()
  local value = redis.call('HGET', KEYS[1], 'd')
  return {epoch, write, version, value and '1' or '0', value or '', went_back and '1' or '0', is_overdue() and '1' or '0'}
end
