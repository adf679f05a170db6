-- Claims a request that may come again, unless somebody did.
-- KEYS[1]  hash of the client's requests: number to
--            'r' deadline ' ' what          it runs; the deadline is in ms of Redis' clock
--            'a' length of what ' ' what answer
--            'x' what                       it has run, and the answer is not kept
--          'low': up to which all are answered; 'chars': the length of all answers
-- ARGV[1]  number
-- ARGV[2]  up to which number all are answered
-- ARGV[3]  what it is: the user, which may be empty but has no spaces, ' ', and the command
-- ARGV[4]  how long it may run, ms
-- ARGV[5]  how long the hash is kept, ms
-- ARGV[6]  how many requests may be in it
-- Result   'first', 'running', 'unknown', 'different' or 'full'; or 'answered' and the answer
redis.call('PEXPIRE', KEYS[1], ARGV[5])
local low = tonumber(redis.call('HGET', KEYS[1], 'low') or '0')
local answered = tonumber(ARGV[2])
if answered > low then
  for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
    local number = tonumber(field)
    if number and number <= answered then
      local entry = redis.call('HGET', KEYS[1], field)
      if string.sub(entry, 1, 1) == 'a' then
        local length, head = string.match(entry, '^a(%d+)( )')
        redis.call('HINCRBY', KEYS[1], 'chars', -(#entry - 1 - #length - 1 - tonumber(length)))
      end
      redis.call('HDEL', KEYS[1], field)
    end
  end
  redis.call('HSET', KEYS[1], 'low', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  low = answered
end
if tonumber(ARGV[1]) <= low then
  return {'unknown'}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local entry = redis.call('HGET', KEYS[1], ARGV[1])
if not entry then
  local others = redis.call('HLEN', KEYS[1]) - redis.call('HEXISTS', KEYS[1], 'low') - redis.call('HEXISTS', KEYS[1], 'chars')
  if others >= tonumber(ARGV[6]) then
    return {'full'}
  end
  redis.call('HSET', KEYS[1], ARGV[1], 'r' .. string.format('%.0f', now + ARGV[4]) .. ' ' .. ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  return {'first'}
end
local kind = string.sub(entry, 1, 1)
local what, deadline, from, length
if kind == 'r' then
  deadline, what = string.match(entry, '^r(%d+) (.*)$')
elseif kind == 'x' then
  what = string.sub(entry, 2)
else
  length = string.match(entry, '^a(%d+) ')
  from = 1 + #length + 2
  what = string.sub(entry, from, from + tonumber(length) - 1)
end
if what ~= ARGV[3] then
  -- Another user's: it ran, or may have, but the answer is not for the present caller.
  return {string.match(what, ' .*$') == string.match(ARGV[3], ' .*$') and 'unknown' or 'different'}
end
if kind == 'r' then
  return {now > tonumber(deadline) and 'unknown' or 'running'}
end
if kind == 'x' then
  return {'unknown'}
end
return {'answered', string.sub(entry, from + tonumber(length))}
