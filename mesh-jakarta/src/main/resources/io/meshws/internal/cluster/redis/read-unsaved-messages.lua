-- Reads unsaved messages of a channel.
-- KEYS[1]  sorted set of them, scored by offset: epoch, space, offset, ':', time, space, message
-- ARGV[1]  '1': those before an offset, newest first; '0': those after it, oldest first
-- ARGV[2]  the offset
-- ARGV[3]  how many at most
-- ARGV[4]  after how many bytes no further one follows
-- Result   as in KEYS[1]
local all, size, most = {}, 0, tonumber(ARGV[3])
while #all < most do
  -- A few at a time: messages may be long.
  local count = math.min(16, most - #all)
  local part
  if ARGV[1] == '1' then
    part = redis.call('ZREVRANGEBYSCORE', KEYS[1], '(' .. ARGV[2], '-inf', 'LIMIT', #all, count)
  else
    part = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[2], '+inf', 'LIMIT', #all, count)
  end
  for _, entry in ipairs(part) do
    all[#all + 1] = entry
    size = size + #entry
    if size > tonumber(ARGV[4]) then
      return all
    end
  end
  if #part < count then
    return all
  end
end
return all
