-- Reads a part of a bucket of an index.
-- KEYS[1]  the bucket, see record-places.lua
-- ARGV[1]  the record before it, or empty
-- ARGV[2]  how many entries at most
-- Result   entries
local from = ARGV[1] == '' and '-' or '(' .. ARGV[1] .. '\11'
return redis.call('ZRANGEBYLEX', KEYS[1], from, '+', 'LIMIT', 0, ARGV[2])
