-- The position of a channel, for the scripts that publish and read. Its hash, KEYS[1], has
--   epoch
--   offset  of the last message
--   time    of the last publication, in µs of Redis' clock; within an epoch it never decreases
--   line    the value of line.lua at the last publication
--   ended   the previous epochs, newest first, and the offset of the last message of each
--   listed  there if it is noted that the channel may have unsaved messages
--   unlisted  notes up to this time don't count, ms
local MAX_ENDED = 512

local function channel_place()
  local found = redis.call('HMGET', KEYS[1], 'epoch', 'offset', 'time', 'line', 'ended')
  return found[1] and {
    epoch = found[1],
    offset = tonumber(found[2] or 0),
    time = found[3] or '0',
    line = found[4],
    ended = found[5] or ' '
  }
end

-- For messages after which some may have been lost. No offset up to the given one is used again.
local function begin_epoch(place, epoch, above)
  place.ended = ' ' .. place.epoch .. string.format(' %.0f', place.offset) .. string.sub(place.ended, 1, MAX_ENDED)
  place.epoch = epoch
  place.offset = math.max(place.offset, above)
  place.line = line()
  redis.call('HSET', KEYS[1], 'epoch', epoch, 'offset', string.format('%.0f', place.offset), 'line', place.line,
    'ended', place.ended)
end

-- The offset of the last message of a previous epoch; nil if unknown.
local function ended_at(place, epoch)
  local _, last = string.find(place.ended, ' ' .. epoch .. ' ', 1, true)
  return last and tonumber(string.match(place.ended, '^(%d+) ', last + 1))
end
