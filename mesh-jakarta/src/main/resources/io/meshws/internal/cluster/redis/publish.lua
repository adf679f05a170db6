-- Publishes messages in a channel: each gets the next offset, is kept if requested, and goes to the subscribed instances. A
-- publication that is already known is not published again. Another epoch begins if messages may have been lost: after a
-- restart or failover of Redis, or if the publisher knows of more than there is.
-- KEYS[1]  hash of the channel, see channel-place.lua
-- KEYS[2]  list of the kept messages, newest first: offset, ':', time, space, message
-- KEYS[3]  hash of the subscribed instances: the channel that each listens to, to its ticket
-- KEYS[4]  sorted set of the last publications: id, scored by offset
-- ARGV[1]  epoch that the channel gets if it gets another one
-- ARGV[2]  after how many ms without a publication the channel is forgotten
-- ARGV[3]  after how many ms without a publication their ids are forgotten
-- ARGV[4]  how many ids are remembered
-- ARGV[5]  '1' if a subscriber that nobody hears can be removed: PUBLISH counts all listeners
-- ARGV[6]  beginning of the message to an instance; epoch, offset and time follow
-- ARGV[7]  epoch of the last message that the publisher knows of; empty for none
-- ARGV[8]  its offset
-- ARGV[9…] per publication its id, how many messages are kept with it (0: it is not), and the message
-- Result   epoch; how many messages are missing, as far as the publisher knows; then offsets; all as texts
local place = channel_place()
local lacking = 0
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
for i = 9, #ARGV, 3 do
  local id, keep, message = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2]
  local offset = redis.call('ZSCORE', KEYS[4], id)
  if not offset then
    place.offset = place.offset + 1
    offset = string.format('%.0f', place.offset)
    redis.call('ZADD', KEYS[4], offset, id)
    if keep > 0 then
      redis.call('LPUSH', KEYS[2], offset .. ':' .. time .. ' ' .. message)
      redis.call('LTRIM', KEYS[2], 0, keep - 1)
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
