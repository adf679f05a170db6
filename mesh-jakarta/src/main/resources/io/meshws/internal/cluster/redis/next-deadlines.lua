-- Notes when one has to look at records again. One without an end may be about to be written, so it is looked at once more
-- a minute later; a score with a fraction says that this is the second time. A later write notes another score.
-- KEYS[1]   sorted set, see add-deadline.lua
-- ARGV[3n]  record id, the score that it was found with, the ms that it has left or '' if it has no end
-- Result    how many were changed
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local changed = 0
for i = 1, #ARGV, 3 do
  if redis.call('ZSCORE', KEYS[1], ARGV[i]) == ARGV[i + 1] then
    changed = changed + 1
    if ARGV[i + 2] ~= '' then
      redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[i + 2]), ARGV[i])
    elseif string.find(ARGV[i + 1], '.5', 1, true) then
      redis.call('ZREM', KEYS[1], ARGV[i])
    else
      redis.call('ZADD', KEYS[1], string.format('%.1f', now + 60000.5), ARGV[i])
    end
  end
end
return changed
