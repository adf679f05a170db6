-- Who is present in a room; if requested, also starts telling an instance of every change after this view.
-- KEYS[1]  sorted set: connection id to deadline
-- KEYS[2]  hash: connection id to user
-- KEYS[3]  hash: connection id to state, JSON text
-- KEYS[4]  version
-- KEYS[5]  sorted set: watching instance to the deadline of its watch
-- KEYS[6]  sorted set: connection id to the deadline of its state
-- ARGV[1]  the instance; empty text: none begins or ends to watch
-- ARGV[2]  how long it watches, in ms; 0 ends it
-- ARGV[3]  requested besides the version: 0 nothing; 1 everything, whether or not it is over; 2 without states that
--          are over; 3 without connections that are over, too
-- ARGV[4]  how many bytes of states are read at most
-- Result   version; line, see line.lua; and if requested: time, a list of ids, a list of id, user, id, user …, a list of id,
--          state, id, state …, a list of the ids whose state is over, '1' if no states were left out
local WEEK = 604800000
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[1] ~= '' and ARGV[2] == '0' then
  redis.call('ZREM', KEYS[5], ARGV[1])
  if redis.call('EXISTS', KEYS[1], KEYS[5]) == 0 then
    redis.call('DEL', KEYS[4])
  end
elseif ARGV[1] ~= '' then
  redis.call('ZADD', KEYS[5], now + ARGV[2], ARGV[1])
  redis.call('PEXPIRE', KEYS[5], ARGV[2])
  -- The version must not start again while somebody relies on it.
  redis.call('PEXPIRE', KEYS[4], WEEK)
end
local version = redis.call('GET', KEYS[4]) or '0'
if ARGV[3] == '0' then
  return {version, line()}
end
local states, size, cursor, complete = {}, 0, '0', '1'
repeat
  local part = redis.call('HSCAN', KEYS[3], cursor, 'COUNT', 100)
  cursor = part[1]
  for i = 1, #part[2], 2 do
    size = size + #part[2][i] + #part[2][i + 1]
    if size > tonumber(ARGV[4]) then
      complete = '0'
      break
    end
    states[#states + 1] = part[2][i]
    states[#states + 1] = part[2][i + 1]
  end
until cursor == '0' or complete == '0'
return {
  version,
  line(),
  string.format('%.0f', now),
  redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[3] == '3' and '(' .. now or '-inf', '+inf'),
  redis.call('HGETALL', KEYS[2]),
  states,
  ARGV[3] == '1' and {} or redis.call('ZRANGEBYSCORE', KEYS[6], '-inf', now),
  complete
}
