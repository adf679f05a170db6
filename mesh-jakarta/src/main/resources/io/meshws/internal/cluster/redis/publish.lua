-- Publishes messages in a channel: each gets the next offset, is kept where it is to be, and goes to the subscribed
-- instances. A publication that is known already is not published again.
-- KEYS[1]  hash of the channel: epoch, offset of the last message
-- KEYS[2]  list of the kept messages, newest first: offset, space, message
-- KEYS[3]  hash of the subscribed instances: the channel that each listens to, to its ticket
-- KEYS[4]  sorted set of the last publications: id, scored by offset
-- ARGV[1]  epoch that the channel gets where it has none
-- ARGV[2]  after how many ms without a publication the channel is forgotten
-- ARGV[3]  after how many ms without a publication their ids are forgotten
-- ARGV[4]  how many ids are remembered
-- ARGV[5]  '1' where a subscriber that nobody hears can be removed: PUBLISH counts all listeners
-- ARGV[6]  what the message to an instance begins with; epoch and offset follow
-- ARGV[7…] per publication its id, how many messages are kept with it (0: it is not), and the message
-- Result   offsets, as texts
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[1], 'epoch', epoch)
  redis.call('DEL', KEYS[2], KEYS[4])
end
local instances = redis.call('HKEYS', KEYS[3])
local offsets = {}
for i = 7, #ARGV, 3 do
  local id, keep, message = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2]
  local offset = redis.call('ZSCORE', KEYS[4], id)
  if not offset then
    offset = string.format('%.0f', redis.call('HINCRBY', KEYS[1], 'offset', 1))
    redis.call('ZADD', KEYS[4], offset, id)
    if keep > 0 then
      redis.call('LPUSH', KEYS[2], offset .. ' ' .. message)
      redis.call('LTRIM', KEYS[2], 0, keep - 1)
    end
    local text = ARGV[6] .. '"epoch":"' .. epoch .. '","offset":' .. offset .. '}\n' .. message
    for _, instance in ipairs(instances) do
      if redis.call('PUBLISH', instance, text) == 0 and ARGV[5] == '1' then
        redis.call('HDEL', KEYS[3], instance)
      end
    end
  end
  offsets[#offsets + 1] = offset
end
redis.call('ZREMRANGEBYRANK', KEYS[4], 0, -1 - tonumber(ARGV[4]))
redis.call('PEXPIRE', KEYS[4], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return offsets
