-- An instance no longer listens to a channel.
-- KEYS[1]  hash of the subscribed instances: the channel that each listens to, to its ticket
-- ARGV[1]  the channel that the instance listens to
-- ARGV[2]  ticket; a subscription with a higher one stays
-- Result   1 if it was subscribed and no longer is, else 0
local held = redis.call('HGET', KEYS[1], ARGV[1])
if held and tonumber(held) < tonumber(ARGV[2]) then
  return redis.call('HDEL', KEYS[1], ARGV[1])
end
return 0
