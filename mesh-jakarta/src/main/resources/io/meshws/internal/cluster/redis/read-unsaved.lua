-- Reads those of some records that are unsaved. One that is no longer there can't be saved.
-- KEYS[1]  sorted set of the unsaved records, see take-unsaved.lua
-- KEYS[2…] the hashes of the records, see record-version.lua
-- ARGV[1]  how many characters of values at most, beyond the first
-- ARGV[2…] the ids of the records
-- Result   for each of those: id; epoch; id of the last write; version; '1' and the value or '0'; when its time is over or '0'
local all, characters = {}, 0
for i = 2, #KEYS do
  local id = ARGV[i]
  if redis.call('ZSCORE', KEYS[1], id) then
    local epoch, write, version = record_version(KEYS[i])
    if epoch == '' then
      redis.call('ZREM', KEYS[1], id)
    else
      characters = characters + redis.call('HSTRLEN', KEYS[i], 'd')
      if #all > 0 and characters > tonumber(ARGV[1]) then
        return all
      end
      local value = redis.call('HGET', KEYS[i], 'd')
      for _, part in ipairs({id, epoch, write, version, value and '1' or '0', value or '', redis.call('HGET', KEYS[i], 'x') or '0'}) do
        all[#all + 1] = part
      end
    end
  end
end
return all
