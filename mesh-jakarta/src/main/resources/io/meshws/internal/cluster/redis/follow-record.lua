-- An instance follows a record: it is registered first and then reads.
-- KEYS[1]  hash of the record
-- KEYS[2]  set of the instances that follow it
-- ARGV[1]  instance id
-- Result   as read-record.lua
redis.call('SADD', KEYS[2], ARGV[1])
local found = redis.call('HMGET', KEYS[1], 'e', 'v', 'd')
return {found[1] or '', found[2] or '0', found[3] and '1' or '0', found[3] or ''}
