-- Some fields of a hash, whichever.
-- KEYS[1]  the hash
-- ARGV[1]  about how many
-- Result   field, value, field, value …; nothing where the hash is empty
local cursor = '0'
repeat
  local page = redis.call('HSCAN', KEYS[1], cursor, 'COUNT', ARGV[1])
  if #page[2] > 0 then
    return page[2]
  end
  cursor = page[1]
until cursor == '0'
return {}
