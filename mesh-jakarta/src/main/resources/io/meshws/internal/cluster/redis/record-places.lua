-- For the scripts that write records: their places in indexes. Field i of a record's hash has them, or is absent: for each the
-- rest of a bucket's key, U+001F, the values, U+001E. A bucket is a sorted set of entries with the score 0, so that they are in
-- the order of their ids: the id, a line feed, the values. Beside it is a hash with the instances that follow it as fields,
-- and with ' line' and ' version'.
local function places(text)
  local list, values = {}, {}
  for bucket, value in string.gmatch(text, '([^\31]*)\31([^\30]*)\30') do
    list[#list + 1] = bucket
    values[bucket] = value
  end
  return list, values
end

local function tell_place(bucket, followers, bus, id, values)
  local instances = redis.call('HKEYS', followers)
  if #instances == 0 then
    return
  end
  local version = redis.call('HINCRBY', followers, ' version', 1)
  local message = '{"kind":"index","bucket":' .. cjson.encode(bucket) .. ',"id":' .. cjson.encode(id) .. ',"line":"'
    .. (redis.call('HGET', followers, ' line') or '') .. '","version":' .. string.format('%.0f', version) .. '}'
  if values then
    message = message .. '\n' .. values
  end
  for _, instance in ipairs(instances) do
    if string.sub(instance, 1, 1) ~= ' ' then
      redis.call('PUBLISH', bus .. instance .. '}', message)
    end
  end
end

-- The record with this hash and id has these places from now on.
local function place(record, id, text, prefix, bus)
  local old = redis.call('HGET', record, 'i') or ''
  if old == text then
    return
  end
  local before, old_values = places(old)
  local after, new_values = places(text)
  for _, bucket in ipairs(before) do
    if old_values[bucket] ~= new_values[bucket] then
      redis.call('ZREM', prefix .. bucket, id .. '\n' .. old_values[bucket])
      if not new_values[bucket] then
        tell_place(bucket, prefix .. bucket .. ':instances', bus, id)
      end
    end
  end
  for _, bucket in ipairs(after) do
    if old_values[bucket] ~= new_values[bucket] then
      redis.call('ZADD', prefix .. bucket, 0, id .. '\n' .. new_values[bucket])
      tell_place(bucket, prefix .. bucket .. ':instances', bus, id, new_values[bucket])
    end
  end
  if text == '' then
    redis.call('HDEL', record, 'i')
  else
    redis.call('HSET', record, 'i', text)
  end
end
