-- Keeps the answer to a request that was claimed.
-- KEYS[1]  as in claim-request.lua
-- ARGV[1]  number
-- ARGV[2]  what it is, as in claim-request.lua
-- ARGV[3]  answer
-- ARGV[4]  how long the hash is kept, ms
-- ARGV[5]  how long all answers of the client may be together
-- Result   1 if it is kept, 0 if not
local entry = redis.call('HGET', KEYS[1], ARGV[1])
if not entry or string.sub(entry, 1, 1) ~= 'r' then
  return 0
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
local characters = tonumber(redis.call('HGET', KEYS[1], 'chars') or '0')
if characters + #ARGV[3] > tonumber(ARGV[5]) then
  redis.call('HSET', KEYS[1], ARGV[1], 'x' .. ARGV[2])
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], 'a' .. #ARGV[2] .. ' ' .. ARGV[2] .. ARGV[3])
redis.call('HINCRBY', KEYS[1], 'chars', #ARGV[3])
return 1
