-- For the scripts that hear of a version that is saved: the record is no longer unsaved if that is its version.
local function saved(unsaved, record, deleted, id, epoch, write, version)
  local is_epoch, is_write, is_version = record_version(record)
  if is_epoch ~= '' and (is_epoch ~= epoch or is_write ~= write or is_version ~= version) then
    redis.call('ZADD', unsaved, 'XX', string.format('%.0f', now()), id)
    return
  end
  redis.call('ZREM', unsaved, id)
  local till = redis.call('HGET', record, 'x')
  if redis.call('HEXISTS', record, 'd') == 0 then
    redis.call('PEXPIRE', record, deleted)
  elseif till then
    redis.call('PEXPIREAT', record, string.format('%.0f', till + deleted))
  end
end
