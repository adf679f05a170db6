-- Replaces a room's metadata if it has not changed since the caller read it.
-- KEYS[1]  hash: room to metadata
-- ARGV[1]  room
-- ARGV[2]  '1' and the text expected in ARGV[3]; or '0': none is expected
-- ARGV[4]  '1' and the new text in ARGV[5]; or '0': none, remove it
-- Result   1 if it was replaced, else 0
local current = redis.call('HGET', KEYS[1], ARGV[1])
local expected = ARGV[2] == '1' and ARGV[3]
if current ~= expected then
  return 0
end
if ARGV[4] == '1' then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[5])
elseif current then
  redis.call('HDEL', KEYS[1], ARGV[1])
end
return 1
