-- A page of a hash.
-- KEYS[1]  the hash
-- ARGV[1]  cursor: 0 at first, then that of the page before
-- ARGV[2]  about how many fields
-- Result   the cursor of the next page, 0 after the last one; then field, value, field, value …
local page = redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
local result = page[2]
table.insert(result, 1, page[1])
return result
