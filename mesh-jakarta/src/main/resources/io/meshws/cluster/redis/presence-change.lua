-- Changes who is present in a room, and publishes the change with its version to the instances that watch the room, in one
-- step: so each change is announced once, by whoever made it.
-- KEYS[1]  sorted set: connection id to deadline, ms since 1970 by Redis' clock
-- KEYS[2]  hash: connection id to user, of those who have one
-- KEYS[3]  hash: connection id to state, JSON text
-- KEYS[4]  sorted set: connection id to the deadline of its state
-- KEYS[5]  version: how many changes were published
-- KEYS[6]  sorted set: watching instance to the deadline of its watch
-- ARGV[1]  room as a JSON string
-- ARGV[2]  what the channel of an instance begins with; its id and '}' follow
-- ARGV[3]  what to do:
--   join    ARGV[4] time to live in ms, ARGV[5…] connection id, user or empty text, id, user …: present from now on, the
--           time to live begins anew. Result: how many were not present
--   leave   ARGV[4…] connection ids. Result: how many were present
--   state   ARGV[4…6] as for join, of one. ARGV[7] the state. ARGV[8] when it ends, in ms from now; 0: never. ARGV[9] 1:
--           subscribers are not told. Result: 1 where it was not present
--   clear   ARGV[4] connection id. Result: 1 where it had a state
--   expire  what is overdue: states, and where ARGV[4] is 1 connections too. Result: in how many ms there is more to do; -1
--           where nothing has a deadline
-- Published  a line {"kind":"presence","room":…,"version":…,"time":…} and a JSON array of ["join",id,user or null],
--            ["leave",id], ["state",id,state or null,silent]
local LIMIT = 200
local WEEK = 604800000
-- Longer than the time to live: whoever looks after the room announces first; what nobody looks after goes by itself.
local AFTER = 600000
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local op = ARGV[3]
local changes = {}
local result = 0

local function change(kind, id, more)
  changes[#changes + 1] = '["' .. kind .. '",' .. cjson.encode(id) .. (more or '') .. ']'
end

local function join(id, user)
  local added = redis.call('ZADD', KEYS[1], now + ARGV[4], id)
  if added == 1 and user == '' then
    change('join', id, ',null')
  elseif added == 1 then
    redis.call('HSET', KEYS[2], id, user)
    change('join', id, ',' .. cjson.encode(user))
  end
  return added
end

local function renew_keys()
  for i = 1, 4 do
    redis.call('PEXPIRE', KEYS[i], ARGV[4] + AFTER)
  end
end

local function forget_state(id)
  redis.call('ZREM', KEYS[4], id)
  return redis.call('HDEL', KEYS[3], id)
end

local function leave(id)
  local left = redis.call('ZREM', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
  forget_state(id)
  if left == 1 then
    change('leave', id)
  end
  return left
end

local function first_deadline(key)
  return tonumber(redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2])
end

if op == 'join' then
  for i = 5, #ARGV, 2 do
    result = result + join(ARGV[i], ARGV[i + 1])
  end
  renew_keys()
elseif op == 'leave' then
  for i = 4, #ARGV do
    result = result + leave(ARGV[i])
  end
elseif op == 'state' then
  local id = ARGV[5]
  result = join(id, ARGV[6])
  redis.call('HSET', KEYS[3], id, ARGV[7])
  if ARGV[8] == '0' then
    redis.call('ZREM', KEYS[4], id)
  else
    redis.call('ZADD', KEYS[4], now + ARGV[8], id)
  end
  change('state', id, ',' .. ARGV[7] .. (ARGV[9] == '1' and ',true' or ',false'))
  renew_keys()
elseif op == 'clear' then
  result = forget_state(ARGV[4])
  if result == 1 then
    change('state', ARGV[4], ',null,false')
  end
else
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now, 'LIMIT', 0, LIMIT)) do
    forget_state(id)
    change('state', id, ',null,false')
  end
  local next_deadline = first_deadline(KEYS[4])
  if ARGV[4] == '1' then
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, LIMIT)) do
      leave(id)
    end
    local first = first_deadline(KEYS[1])
    next_deadline = next_deadline and first and math.min(first, next_deadline) or first or next_deadline
  end
  result = next_deadline and math.max(0, next_deadline - now) or -1
end

if #changes > 0 then
  local version = redis.call('INCR', KEYS[5])
  local text = '{"kind":"presence","room":' .. ARGV[1] .. ',"version":' .. version .. ',"time":'
    .. string.format('%.0f', now) .. '}\n[' .. table.concat(changes, ',') .. ']'
  redis.call('ZREMRANGEBYSCORE', KEYS[6], '-inf', now)
  for _, watcher in ipairs(redis.call('ZRANGE', KEYS[6], 0, -1)) do
    redis.call('PUBLISH', ARGV[2] .. watcher .. '}', text)
  end
  if redis.call('EXISTS', KEYS[1], KEYS[6]) == 0 then
    redis.call('DEL', KEYS[5])
  else
    redis.call('PEXPIRE', KEYS[5], WEEK)
  end
end
return result
