-- Continues a channel that Redis does not have, or may have lost messages of, after a restart or failover: in another
-- epoch, above the last known offset. Otherwise nothing happens.
-- KEYS[1]  hash of the channel, see channel-place.lua
-- KEYS[2]  list of the kept messages
-- KEYS[3]  sorted set of the last publications
-- KEYS[4]  sorted set of the unsaved messages, scored by offset
-- ARGV[1]  epoch that the channel gets if it gets another one
-- ARGV[2]  no offset up to this one is used again
-- ARGV[3]  after how many ms without a publication the channel is forgotten
-- Result   1
local place = channel_place()
local newest = redis.call('ZREVRANGE', KEYS[4], 0, 0, 'WITHSCORES')
local above = math.max(tonumber(ARGV[2]), tonumber(newest[2] or 0))
if not place then
  redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'offset', string.format('%.0f', above), 'line', line())
  redis.call('DEL', KEYS[2], KEYS[3])
elseif place.line ~= line() then
  begin_epoch(place, ARGV[1], above)
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
