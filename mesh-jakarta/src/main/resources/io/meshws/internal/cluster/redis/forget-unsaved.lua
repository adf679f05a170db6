-- A channel no longer has unsaved messages, unless another instance noted since then that it will.
-- KEYS[1]  sorted set of the channels with unsaved messages, see take-unsaved.lua
-- ARGV[1]  the channel
-- ARGV[2]  its score since it was taken
-- Result   1
if redis.call('ZSCORE', KEYS[1], ARGV[1]) == ARGV[2] then
  redis.call('ZREM', KEYS[1], ARGV[1])
end
return 1
