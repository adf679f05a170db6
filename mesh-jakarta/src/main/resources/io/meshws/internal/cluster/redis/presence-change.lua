-- Changes who is present in a room, and publishes the change with its version to the instances that watch the room, in one
-- step. So each change is announced once, by the instance that made it.
-- KEYS[1]  sorted set: connection id to deadline, ms since 1970 by Redis' clock
-- KEYS[2]  hash: connection id to user, of those who have one
-- KEYS[3]  hash: connection id to state, JSON text
-- KEYS[4]  sorted set: connection id to the deadline of its state
-- KEYS[5]  version: how many changes were published
-- KEYS[6]  sorted set: watching instance to the deadline of its watch
-- ARGV[1]  room as a JSON string
-- ARGV[2]  prefix of the channel of an instance; its id and '}' follow
-- ARGV[3]  the operation:
--   join    ARGV[4] time to live in ms, ARGV[5…] for each connection: id, user or empty text, state or empty text, when the
--           state ends in ms from now or 0. Those that are not present become present, with these values; for all others the
--           time to live starts again. Result: how many were not present
--   leave   ARGV[4…] connection ids. Result: how many were present
--   state   ARGV[4…8] as for join, for one connection, whose state is set as given. ARGV[9] 1: subscribers are not told.
--           Result: 1 if there is a state, or was one that was not over
--   expire  removes overdue states, and connections only if they were overdue at ARGV[4], a time that an earlier
--           answer contained: the script may run long after it was sent, and then no instance could renew any in between.
--           Result: in how many ms there is more to do, -1 if nothing else has a deadline; the time now if connections are
--           overdue that were not removed, else 0; the version
-- Result     a list of one number or, for expire, three
-- Published  a line {"kind":"presence","room":…,"version":…,"line":…,"time":…}, for line see line.lua; and a JSON array of
--            ["join",id,user or null], followed by the state if the member came with one, ["leave",id], ["state",id,state or
--            null,silent]; after a state that ends, in how many ms it does
local LIMIT = 200
local WEEK = 604800000
-- Longer than the time to live: an instance that looks after the room announces first. A room that no instance looks after ends by itself.
local AFTER = 600000
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local op = ARGV[3]
local changes = {}
local result = 0
-- For expire: now, if connections are overdue that were not removed.
local overdue = 0

local function change(kind, id, more)
  changes[#changes + 1] = '["' .. kind .. '",' .. cjson.encode(id) .. (more or '') .. ']'
end

local function forget_state(id)
  redis.call('ZREM', KEYS[4], id)
  return redis.call('HDEL', KEYS[3], id)
end

local function put_state(id, state, ends_in)
  redis.call('HSET', KEYS[3], id, state)
  if ends_in == '0' then
    redis.call('ZREM', KEYS[4], id)
  else
    redis.call('ZADD', KEYS[4], now + ends_in, id)
  end
end

local function ending(ends_in)
  return ends_in == '0' and '' or ',' .. ends_in
end

local function join(id, user, state, ends_in)
  if redis.call('ZADD', KEYS[1], now + ARGV[4], id) == 0 then
    return 0
  end
  local more = ',null'
  if user ~= '' then
    redis.call('HSET', KEYS[2], id, user)
    more = ',' .. cjson.encode(user)
  end
  if state ~= '' then
    put_state(id, state, ends_in)
    more = more .. ',' .. state .. ending(ends_in)
  end
  change('join', id, more)
  return 1
end

local function renew_keys()
  for i = 1, 4 do
    redis.call('PEXPIRE', KEYS[i], ARGV[4] + AFTER)
  end
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
  for i = 5, #ARGV, 4 do
    result = result + join(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3])
  end
  renew_keys()
elseif op == 'leave' then
  for i = 4, #ARGV do
    result = result + leave(ARGV[i])
  end
elseif op == 'state' then
  local id = ARGV[5]
  join(id, ARGV[6], '', '0')
  local silent = ARGV[9] == '1' and ',true' or ',false'
  if ARGV[7] ~= '' then
    result = 1
    put_state(id, ARGV[7], ARGV[8])
    change('state', id, ',' .. ARGV[7] .. silent .. ending(ARGV[8]))
  else
    local ended = tonumber(redis.call('ZSCORE', KEYS[4], id) or now + 1) <= now
    if forget_state(id) == 1 then
      result = ended and 0 or 1
      change('state', id, ',null' .. silent)
    end
  end
  renew_keys()
else
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now, 'LIMIT', 0, LIMIT)) do
    forget_state(id)
    change('state', id, ',null,false')
  end
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[4], 'LIMIT', 0, LIMIT)) do
    leave(id)
  end
  local next_deadline = first_deadline(KEYS[4])
  local first = first_deadline(KEYS[1])
  if first and first <= now then
    overdue = now
  elseif first then
    next_deadline = math.min(first, next_deadline or first)
  end
  result = next_deadline and math.max(0, next_deadline - now) or -1
end

if #changes > 0 then
  local version = redis.call('INCR', KEYS[5])
  local text = '{"kind":"presence","room":' .. ARGV[1] .. ',"version":' .. version
    .. ',"line":"' .. line() .. '","time":' .. string.format('%.0f', now) .. '}\n[' .. table.concat(changes, ',') .. ']'
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
if op == 'expire' then
  return {result, overdue, tonumber(redis.call('GET', KEYS[5]) or '0')}
end
return {result}
