-- Reads a channel, and subscribes an instance to it where asked to, in one step.
-- KEYS[1]  hash of the channel: epoch, offset of the last message
-- KEYS[2]  list of the kept messages, newest first: offset, space, message
-- KEYS[3]  hash of the subscribed instances: the channel that each listens to, to its ticket
-- ARGV[1]  the channel that the instance listens to; empty: subscribe nobody
-- ARGV[2]  ticket of the subscription
-- ARGV[3]  how many of the last messages are wanted, where it is not all since a place
-- ARGV[4]  '1' where all messages since a place are wanted
-- ARGV[5]  epoch of the place; '*' for any
-- ARGV[6]  offset of the place
-- ARGV[7]  how many messages are read at most
-- ARGV[8]  how many bytes of messages are read at most; the newest one is read in any case
-- Result   epoch, empty where nothing was published; offset of the last message; '1' where all since the place follow, else
--          '0'; then messages, newest first, each as offset, space, message
if ARGV[1] ~= '' then
  local held = redis.call('HGET', KEYS[3], ARGV[1])
  if not held or tonumber(held) < tonumber(ARGV[2]) then
    redis.call('HSET', KEYS[3], ARGV[1], ARGV[2])
  end
end
local epoch = redis.call('HGET', KEYS[1], 'epoch') or ''
local last = redis.call('HGET', KEYS[1], 'offset') or '0'
local answer = {epoch, last, '0'}

local function read(count)
  local size = 0
  local i = 0
  while i < count do
    -- A few at a time: messages may be long.
    local part = redis.call('LRANGE', KEYS[2], i, math.min(i + 15, count - 1))
    if #part == 0 then
      return
    end
    for _, entry in ipairs(part) do
      size = size + #entry - string.find(entry, ' ', 1, true)
      if size > tonumber(ARGV[8]) and #answer > 3 then
        return
      end
      answer[#answer + 1] = entry
    end
    i = i + #part
  end
end

if ARGV[4] == '1' then
  local missed = tonumber(last) - tonumber(ARGV[6])
  local known = ARGV[5] == epoch or ARGV[5] == '*' or (ARGV[5] == '' and ARGV[6] == '0')
  if known and missed == 0 then
    answer[3] = '1'
    return answer
  end
  if known and missed > 0 and missed <= tonumber(ARGV[7]) then
    -- Offsets only go down: where the last of as many is the first one missed, they are all of them.
    local first = string.format('%.0f ', tonumber(ARGV[6]) + 1)
    local oldest = redis.call('LINDEX', KEYS[2], missed - 1)
    if oldest and string.sub(oldest, 1, #first) == first then
      read(missed)
      if #answer == missed + 3 then
        answer[3] = '1'
        return answer
      end
      answer = {epoch, last, '0'}
    end
  end
end
read(math.min(tonumber(ARGV[3]), tonumber(ARGV[7])))
return answer
