-- An instance follows a bucket of an index: it is registered first and then reads the first part.
-- KEYS[1]  the bucket, see record-places.lua
-- KEYS[2]  hash of the instances that follow it
-- ARGV[1]  instance id
-- ARGV[2]  line of the versions if no instance follows it yet
-- ARGV[3]  how many entries at most
-- Result   line; version; entries
redis.call('HSETNX', KEYS[2], ' line', ARGV[2])
redis.call('HSET', KEYS[2], ARGV[1], '')
local result = redis.call('ZRANGEBYLEX', KEYS[1], '-', '+', 'LIMIT', 0, ARGV[3])
table.insert(result, 1, redis.call('HGET', KEYS[2], ' version') or '0')
table.insert(result, 1, redis.call('HGET', KEYS[2], ' line'))
return result
