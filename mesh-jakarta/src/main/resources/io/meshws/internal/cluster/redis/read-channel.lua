-- Reads a channel and, if requested, subscribes an instance to it, in one step. Another epoch begins if the channel is not
-- the one that the instance heard of: then messages were lost.
-- KEYS[1]  hash of the channel, see channel-place.lua
-- KEYS[2]  list of the kept messages, newest first: offset, ':', time, space, message
-- KEYS[3]  hash of the subscribed instances: the channel that each listens to, to its ticket
-- ARGV[1]  the channel that the instance listens to; empty: subscribe none
-- ARGV[2]  ticket of the subscription
-- ARGV[3]  how many of the last messages to read, unless all since a position are requested
-- ARGV[4]  '1' if all messages since a position are requested
-- ARGV[5]  epoch of the position; '*' for any
-- ARGV[6]  offset of the position
-- ARGV[7]  time of the position, if an instance asks that heard everything up to there; else empty
-- ARGV[8]  '1' if such an instance knows that messages were lost after all
-- ARGV[9]  epoch that the channel gets if it gets another one
-- ARGV[10] how many messages are read at most
-- ARGV[11] how many bytes of messages are read at most; the newest one is read in any case
-- ARGV[12] unless all since a position are requested: only messages before this offset; empty for all
-- Result   epoch, empty if nothing was published; offset of the last message; time of the last publication; '1' if all since
--          the position follow, else '0'; '1' if another epoch began, else '0'; the offset after which messages are missing if
--          they don't follow and the position is certain, else '-1'; then messages, newest first, as in KEYS[2].
--          An instance that says what it heard gets the other messages, as far as they are kept
local HEAD = 6
if ARGV[1] ~= '' then
  local held = redis.call('HGET', KEYS[3], ARGV[1])
  if not held or tonumber(held) < tonumber(ARGV[2]) then
    redis.call('HSET', KEYS[3], ARGV[1], ARGV[2])
  end
end
local place = channel_place() or {epoch = '', offset = 0, time = '0', ended = ' '}
local since = tonumber(ARGV[6])
local heard = ARGV[7] ~= '' and tonumber(ARGV[7])
local began = '0'
local missed_after = '-1'

local function contradicts()
  if ARGV[8] == '1' or since > place.offset then
    return true
  elseif since == place.offset then
    return place.time ~= ARGV[7]
  end
  local entry = redis.call('LINDEX', KEYS[2], place.offset - since)
  local time = entry and string.match(entry, '^' .. ARGV[6] .. ':(%d+) ')
  return time and time ~= ARGV[7]
end

if heard and place.epoch ~= '' and place.epoch == ARGV[5] and contradicts() then
  begin_epoch(place, ARGV[9], since)
  began = '1'
end

local function answer_head()
  return {place.epoch, string.format('%.0f', place.offset), place.time, '0', began, missed_after}
end
local answer = answer_head()

local function read(count, is_wanted, first)
  local size = 0
  local i = first or 0
  local last = i + count - 1
  while i <= last do
    -- A few at a time: messages may be long.
    local part = redis.call('LRANGE', KEYS[2], i, math.min(i + 15, last))
    if #part == 0 then
      return
    end
    for _, entry in ipairs(part) do
      size = size + #entry - string.find(entry, ' ', 1, true)
      if (size > tonumber(ARGV[11]) and #answer > HEAD) or not is_wanted(entry) then
        return
      end
      answer[#answer + 1] = entry
    end
    i = i + #part
  end
end

-- The place in the list of the first message before an offset.
local function first_before(offset)
  local low, high = 0, redis.call('LLEN', KEYS[2])
  while low < high do
    local middle = math.floor((low + high) / 2)
    if tonumber(string.match(redis.call('LINDEX', KEYS[2], middle), '^(%d+):')) < offset then
      high = middle
    else
      low = middle + 1
    end
  end
  return low
end

-- The offset up to which the caller has everything, and whether that is certain.
local function up_to()
  if ARGV[5] == place.epoch or ARGV[5] == '*' then
    return since, since <= place.offset
  elseif ARGV[5] == '' and since == 0 then
    return 0, true
  end
  local ended = ended_at(place, ARGV[5])
  return ended and math.min(since, ended) or 0, ended and since <= ended
end

local most = tonumber(ARGV[10])
if ARGV[4] == '1' then
  local from, certain = up_to()
  local missed = place.offset - from
  if certain and missed <= most then
    missed_after = string.format('%.0f', from)
  end
  if heard or (certain and missed <= most) then
    read(most, function(entry)
      local offset, time = string.match(entry, '^(%d+):(%d+) ')
      return tonumber(offset) > from or heard and tonumber(time) > heard
    end)
    -- Offsets only decrease: if there are as many messages as were missed, and none that was not, they are all of them.
    if certain and #answer - HEAD == missed then
      answer[4] = '1'
    end
    if heard or answer[4] == '1' then
      answer[6] = missed_after
      return answer
    end
    answer = answer_head()
  end
end
read(math.min(tonumber(ARGV[3]), most), function()
  return true
end, ARGV[12] ~= '' and first_before(tonumber(ARGV[12])) or 0)
return answer
