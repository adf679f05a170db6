-- What is there of a record.
-- KEYS[1]  hash of the record
-- Result   epoch, version, '1' and the value or '0' where there is none
local found = redis.call('HMGET', KEYS[1], 'e', 'v', 'd')
return {found[1] or '', found[2] or '0', found[3] and '1' or '0', found[3] or ''}
