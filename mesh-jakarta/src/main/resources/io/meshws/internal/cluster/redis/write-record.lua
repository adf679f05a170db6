-- Writes a record if it is at the expected version, or several if all of them are, and publishes the changes to the
-- instances that follow them: those of several records in one message.
-- KEYS      two for each record: its hash, see record-version.lua, and the set of the instances that follow it; then, if any
--           is kept, the sorted set of the unsaved ones, see take-unsaved.lua; then the buckets of indexes in which they will be,
--           so that a Redis Cluster checks their slot
-- ARGV[1]   id of this write: one that comes again is answered again and not done again
-- ARGV[2]   id of the instance that writes
-- ARGV[3]   how long a deleted record's version is kept, ms
-- ARGV[4]   how long, if this is refused, others are refused too, ms; or '0'
-- ARGV[5]   prefix of the instances' channels; the id and '}' follow
-- ARGV[6]   beginning of a message about several records
-- ARGV[7]   how many records may be unsaved
-- ARGV[8]   how long others leave a kept one to this instance, ms
-- ARGV[9]   prefix of the buckets of indexes
-- Fourteen more for each record:
--   1       epoch expected; empty if nothing is there
--   2       id of the last write expected
--   3       version expected
--   4       id for a write above the expected version, if the record went back
--   5       beginning of a message about that
--   6       '1' if there is a new value; '0' if the record is deleted; empty if it is only expected to be as it is
--   7       the new value
--   8       new epoch
--   9       new version
--   10      how long the record exists after this write, ms; or '0': until it is deleted
--   11      the message
--   12      '1' if it is written and kept, else empty
--   13      the id of the record
--   14      its places in indexes after this write, see record-places.lua
-- Result    nothing if they were written; 'unsaved' if too many would be; else for each in turn as record-version.lua
local records, followers, went_back, held = {}, {}, {}, {}
for i = 1, (#ARGV - 9) / 14 do
  records[i], followers[i] = KEYS[2 * i - 1], KEYS[2 * i]
end
local function given(i, number)
  return ARGV[9 + 14 * (i - 1) + number]
end
local unsaved = KEYS[2 * #records + 1]

local overdue = false
for i, record in ipairs(records) do
  if given(i, 6) ~= '' then
    local writes = redis.call('HGET', record, 'w')
    if writes and string.find(writes, ' ' .. ARGV[1] .. ' ', 1, true) then
      return {}
    end
  end
  overdue = is_overdue(record) or overdue
end
if overdue then
  return read_records(records, went_back)
end

local expected, reserved, insisting = true, false, {}
for i, record in ipairs(records) do
  went_back[i] = surpass(record, followers[i], given(i, 1), given(i, 2), given(i, 3), given(i, 4), ARGV[5], given(i, 5))
  local epoch, write, version = record_version(record)
  expected = expected and epoch == given(i, 1) and write == given(i, 2) and version == given(i, 3)
  held[i] = redis.call('HGET', record, 'r')
  if held[i] then
    local holder, till = string.match(held[i], '^(.*) (%d+)$')
    reserved = reserved or (holder ~= ARGV[2] and tonumber(till) > now())
  end
  if epoch ~= '' and epoch == given(i, 1) then
    insisting[#insisting + 1] = record
  end
end
if reserved or not expected then
  -- All or none: those who wait for each other's records would get nowhere.
  if not reserved and ARGV[4] ~= '0' and #insisting > 0 then
    local till = string.format('%.0f', now() + ARGV[4])
    for _, record in ipairs(insisting) do
      redis.call('HSET', record, 'r', ARGV[2] .. ' ' .. till)
    end
  end
  return read_records(records, went_back)
end

if unsaved then
  local more = 0
  for i = 1, #records do
    if given(i, 12) ~= '' and not redis.call('ZSCORE', unsaved, given(i, 13)) then
      more = more + 1
    end
  end
  if more > 0 and redis.call('ZCARD', unsaved) + more > tonumber(ARGV[7]) then
    return {'unsaved'}
  end
end

local receivers, messages = {}, {}
for i, record in ipairs(records) do
  if held[i] then
    redis.call('HDEL', record, 'r')
  end
  if given(i, 6) == '1' then
    local added = redis.call('HSET', record, 'e', given(i, 8), 'v', given(i, 9), 'w', with_write(record, ARGV[1]), 'd', given(i, 7))
    if given(i, 10) ~= '0' then
      local till = now() + given(i, 10)
      redis.call('HSET', record, 'x', string.format('%.0f', till))
      redis.call('PEXPIREAT', record, string.format('%.0f', till + ARGV[3]))
    elseif added > 0 or redis.call('HDEL', record, 'x') > 0 then
      redis.call('PERSIST', record)
    end
  elseif given(i, 6) == '0' then
    redis.call('HSET', record, 'e', given(i, 8), 'v', given(i, 9), 'w', with_write(record, ARGV[1]))
    redis.call('HDEL', record, 'd', 'x')
    redis.call('PEXPIRE', record, ARGV[3])
  end
  if given(i, 12) ~= '' then
    redis.call('HSET', record, 'k', '1')
    redis.call('PERSIST', record)
    redis.call('ZADD', unsaved, 'NX', string.format('%.0f', now() + ARGV[8]), given(i, 13))
  end
  if given(i, 6) ~= '' then
    place(record, given(i, 13), given(i, 14), ARGV[9], ARGV[5])
    for _, instance in ipairs(redis.call('SMEMBERS', followers[i])) do
      if not messages[instance] then
        messages[instance] = {}
        receivers[#receivers + 1] = instance
      end
      table.insert(messages[instance], given(i, 11))
    end
  end
end
for _, instance in ipairs(receivers) do
  local of_instance = messages[instance]
  local message = #of_instance == 1 and of_instance[1] or ARGV[6] .. table.concat(of_instance, '\30')
  redis.call('PUBLISH', ARGV[5] .. instance .. '}', message)
end
return {}
