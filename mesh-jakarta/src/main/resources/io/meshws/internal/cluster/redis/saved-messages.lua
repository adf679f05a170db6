-- Messages of a channel are saved.
-- KEYS[1]  sorted set of the unsaved ones, see read-unsaved-messages.lua
-- Two for each message: its offset and epoch
-- Result   1
for i = 1, #ARGV, 2 do
  local begin = ARGV[i + 1] .. ' '
  for _, entry in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[i], ARGV[i])) do
    if string.sub(entry, 1, #begin) == begin then
      redis.call('ZREM', KEYS[1], entry)
    end
  end
end
return 1
