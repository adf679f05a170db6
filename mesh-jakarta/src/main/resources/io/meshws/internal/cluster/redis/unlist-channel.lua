-- A channel without unsaved messages: before the next one, it has to be noted again that it has some.
-- KEYS[1]  hash of the channel, see channel-place.lua
-- KEYS[2]  sorted set of its unsaved messages
-- ARGV[1]  when it was taken; notes up to then don't count any more
-- Result   1; 0 if it has unsaved messages
if redis.call('EXISTS', KEYS[2]) == 1 then
  return 0
end
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('HDEL', KEYS[1], 'listed')
  redis.call('HSET', KEYS[1], 'unlisted', ARGV[1])
end
return 1
