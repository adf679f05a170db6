-- Sets a room's metadata, replacing the old.
-- KEYS[1]  hash: room to metadata
-- ARGV[1]  room
-- ARGV[2]  '1' and the new text in ARGV[3]; or '0': none, remove it
-- Result   1
if ARGV[2] == '1' then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
else
  redis.call('HDEL', KEYS[1], ARGV[1])
end
return 1
