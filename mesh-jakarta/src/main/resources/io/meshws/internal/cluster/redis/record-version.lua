-- For the scripts that read and write records. The hash of a record has
--   e, v, d  epoch; version; value, JSON text, absent if the record was deleted
--   w        the ids of the last writes, newest first, each between spaces
--   r        the instance that has the record for itself and until when, or absent
--   x        when its time is over, ms since 1970 by Redis' clock, or absent
--   k        '1' if it is kept outside of Redis too, or absent; then it stays until it is saved
--   i        its places in indexes, see record-places.lua
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- The time that the record has left, ms; nothing if it has no end.
local function left(record)
  local till = redis.call('HGET', record, 'x')
  return till and tonumber(till) - now()
end

local function is_overdue(record)
  local time = left(record)
  return time and time <= 0
end

local function record_version(record)
  local found = redis.call('HMGET', record, 'e', 'w', 'v')
  return found[1] or '', string.match(found[2] or '', '^ ([^ ]+)') or '', found[3] or '0'
end

-- The last ids, with another one in front.
local function with_write(record, id)
  local writes = redis.call('HGET', record, 'w') or ' '
  return ' ' .. id .. (string.match(writes, '^ [^ ]+ [^ ]+ [^ ]+ ') or writes)
end

-- If an instance heard of a version that is not there, the record went back to an earlier state. The versions then continue
-- above that one: the current value counts as one more version, by a write with the given id, and all who follow the record
-- are told.
-- Result   whether it is so
local function surpass(record, followers, epoch, write, version, id, bus, message_head)
  local is_epoch, is_write, is_version = record_version(record)
  local ahead = tonumber(version) - tonumber(is_version)
  if is_epoch == '' or epoch ~= is_epoch or ahead < 0 or (ahead == 0 and write == is_write) then
    return false
  end
  redis.call('HSET', record, 'v', string.format('%.0f', tonumber(version) + 1), 'w', with_write(record, id))
  local message = message_head .. '"epoch":"' .. epoch .. '","after":"' .. write .. '","base":' .. version
    .. ',"write":"' .. id .. '"}\n\n' .. (redis.call('HGET', record, 'd') or '')
  for _, instance in ipairs(redis.call('SMEMBERS', followers)) do
    redis.call('PUBLISH', bus .. instance .. '}', message)
  end
  return true
end

-- Epoch; id of the last write; version; '1' and the value or '0' if there is none; '1' if the record went back; '1' if its
-- time is over: then it has to be removed before it is used.
local function read_record(record, went_back)
  local epoch, write, version = record_version(record)
  local value = redis.call('HGET', record, 'd')
  return {epoch, write, version, value and '1' or '0', value or '', went_back and '1' or '0',
    is_overdue(record) and '1' or '0'}
end

-- The same for several, one after the other.
local function read_records(records, went_back)
  local all = {}
  for i, record in ipairs(records) do
    for _, part in ipairs(read_record(record, went_back[i])) do
      all[#all + 1] = part
    end
  end
  return all
end
