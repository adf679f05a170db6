-- Publishes messages in a channel: each gets the next offset, is kept if requested, in Redis or elsewhere, and goes to the
-- subscribed instances. A
-- publication that is already known is not published again. Another epoch begins if messages may have been lost: after a
-- restart or failover of Redis, or if the publisher knows of more than there is.
-- KEYS[1]  hash of the channel, see channel-place.lua
-- KEYS[2]  list of the kept messages, newest first: offset, ':', time, space, message
-- KEYS[3]  hash of the subscribed instances: the channel that each listens to, to its ticket
-- KEYS[4]  sorted set of the last publications: id, scored by offset
-- KEYS[5]  sorted set of the unsaved messages, see read-unsaved-messages.lua
-- ARGV[1]  epoch that the channel gets if it gets another one
-- ARGV[2]  after how many ms without a publication the channel is forgotten
-- ARGV[3]  after how many ms without a publication their ids are forgotten
-- ARGV[4]  how many ids are remembered
-- ARGV[5]  '1' if a subscription without a listener can be removed: PUBLISH counts all listeners
-- ARGV[6]  beginning of the message to an instance; epoch, offset and time follow
-- ARGV[7]  epoch of the last message that the publisher knows of; empty for none
-- ARGV[8]  its offset
-- ARGV[9]  the ticket of a note that the channel has unsaved messages, see note-unsaved.lua; empty for none
-- ARGV[10…] per publication its id, how many messages are kept with it (0: it is not), how many messages may be unsaved if it
--          is kept elsewhere (0: only the channel is; -1: nothing is), and the message
-- Result   epoch; how many messages are missing, as far as the publisher knows; then offsets, 0 if too many are unsaved; all as
--          texts. One text if nothing was done: 'last' if the last offset kept elsewhere has to be known first, see
--          resume-channel.lua; 'note' if a note is missing
local place = channel_place()
local lacking = 0
local most_unsaved = -1
for i = 10, #ARGV, 4 do
  most_unsaved = math.max(most_unsaved, tonumber(ARGV[i + 2]))
end
if most_unsaved >= 0 and (not place or place.line ~= line()) then
  return {'last'}
end
if most_unsaved > 0 then
  local noted = redis.call('HMGET', KEYS[1], 'listed', 'unlisted')
  if not noted[1] then
    if ARGV[9] == '' or tonumber(ARGV[9]) <= tonumber(noted[2] or 0) then
      return {'note'}
    end
    redis.call('HSET', KEYS[1], 'listed', ARGV[9])
  end
end
if not place then
  place = {epoch = ARGV[1], offset = 0, time = '0'}
  redis.call('HSET', KEYS[1], 'epoch', place.epoch, 'line', line())
  redis.call('DEL', KEYS[2], KEYS[4])
else
  local known = ARGV[7] == place.epoch and tonumber(ARGV[8]) or 0
  lacking = math.max(0, known - place.offset)
  if lacking > 0 or place.line ~= line() then
    begin_epoch(place, ARGV[1], known)
  end
end
local clock = redis.call('TIME')
local time = string.format('%.0f', math.max(clock[1] * 1000000 + clock[2], place.time))
local before = place.offset
local instances = redis.call('HKEYS', KEYS[3])
local answer = {place.epoch, string.format('%.0f', lacking)}
for i = 10, #ARGV, 4 do
  local id, keep, unsaved, message = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), ARGV[i + 3]
  local offset = redis.call('ZSCORE', KEYS[4], id)
  if not offset and unsaved > 0 and redis.call('ZCARD', KEYS[5]) >= unsaved then
    offset = '0'
  elseif not offset then
    place.offset = place.offset + 1
    offset = string.format('%.0f', place.offset)
    redis.call('ZADD', KEYS[4], offset, id)
    if keep > 0 then
      redis.call('LPUSH', KEYS[2], offset .. ':' .. time .. ' ' .. message)
      redis.call('LTRIM', KEYS[2], 0, keep - 1)
    end
    if unsaved > 0 then
      redis.call('ZADD', KEYS[5], offset, place.epoch .. ' ' .. offset .. ':' .. time .. ' ' .. message)
    end
    local text = ARGV[6] .. '"epoch":"' .. place.epoch .. '","offset":' .. offset .. ',"time":' .. time .. '}\n' .. message
    for _, instance in ipairs(instances) do
      if redis.call('PUBLISH', instance, text) == 0 and ARGV[5] == '1' then
        redis.call('HDEL', KEYS[3], instance)
      end
    end
  end
  answer[#answer + 1] = offset
end
if place.offset > before then
  redis.call('HSET', KEYS[1], 'offset', string.format('%.0f', place.offset), 'time', time)
end
redis.call('ZREMRANGEBYRANK', KEYS[4], 0, -1 - tonumber(ARGV[4]))
redis.call('PEXPIRE', KEYS[4], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return answer
