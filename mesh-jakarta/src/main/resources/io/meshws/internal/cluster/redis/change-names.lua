-- Changes who has names, and publishes each change with its number, in one step.
-- KEYS[1]  hash: name to entry, see name-entry.lua
-- KEYS[2]  sorted set of all names, all with the score 0
-- KEYS[3]  sorted set of the names whose holder is there: instance ' ' name, all with the score 0
-- KEYS[4]  sorted set: name whose holder is away to when its grace is over, ms since 1970 by Redis' clock
-- KEYS[5]  the number of the last change
-- ARGV[1]  the channel of the changes
-- ARGV[2]  the operation:
--   take    ARGV[3] name, ARGV[4] holder, ARGV[5] incarnation, ARGV[6] kind, ARGV[7] 1 if another holder is to be replaced,
--           ARGV[8] 1 if no grace may count as over. Frees the name first if its grace is over.
--           Result: 'taken', 'replaced', 'back', 'kept' or 'refused'; the entry; the last entry of the one who was freed, if any
--   leave   ARGV[3] grace in ms, ARGV[4…] name, holder, name, holder …: those that still have these holders are away.
--           Result: nothing
--   die     ARGV[3] grace in ms, ARGV[4] instance: as leave, for some of the names that are there. Result: 'done' if there were
--           no others, else 'more'
--   free    ARGV[3] name, ARGV[4] holder, or an empty text for any. Result: the name and its last entry; nothing if it is free
--   expire  frees some of those whose grace is over. Result: 'done' or 'more'; the ms until the next grace is over, or an empty
--           text if there is none; names, each with its last entry
-- Published  a line {"kind":"name","name":…}, and the entry
local LIMIT = 200
-- No instance remembers a number longer than free names.
local WEEK = 604800000
local op = ARGV[2]

local function publish(name, entry)
  redis.call('PUBLISH', ARGV[1], '{"kind":"name","name":' .. cjson.encode(name) .. '}\n' .. entry)
end

local function put(name, state, kind, holder, incarnation, since)
  local number = redis.call('INCR', KEYS[5])
  local entry = string.format('%.0f', number) .. ' ' .. since .. ' ' .. state .. ' ' .. kind .. ' ' .. holder .. ' ' .. incarnation
  if state == 'free' then
    redis.call('HDEL', KEYS[1], name)
    redis.call('ZREM', KEYS[2], name)
    if redis.call('EXISTS', KEYS[1]) == 0 then
      redis.call('PEXPIRE', KEYS[5], WEEK)
    end
  else
    redis.call('PERSIST', KEYS[5])
    redis.call('HSET', KEYS[1], name, entry)
    redis.call('ZADD', KEYS[2], 0, name)
  end
  if state == 'here' then
    redis.call('ZADD', KEYS[3], 0, instance_of(holder) .. ' ' .. name)
  end
  publish(name, entry)
  return entry
end

-- The data beside the entry, before it changes.
local function forget(name, entry)
  redis.call('ZREM', KEYS[3], instance_of(entry.holder) .. ' ' .. name)
  redis.call('ZREM', KEYS[4], name)
end

local function change(name, entry, state)
  forget(name, entry)
  return put(name, state, entry.kind, entry.holder, entry.incarnation, entry.since)
end

local function leave(name, holder)
  local entry = entry_of(name)
  if entry and entry.state == 'here' and entry.holder == holder then
    change(name, entry, 'away')
    redis.call('ZADD', KEYS[4], now + ARGV[3], name)
  end
end

if op == 'take' then
  local name, holder, incarnation, kind = ARGV[3], ARGV[4], ARGV[5], ARGV[6]
  local entry = entry_of(name)
  local freed = ''
  if entry and ARGV[8] == '0' and is_over(KEYS[4], name) then
    freed = change(name, entry, 'free')
    entry = nil
  end
  local outcome = 'taken'
  local since = string.format('%.0f', now)
  if entry then
    if entry.holder == holder and entry.incarnation == incarnation and entry.state == 'here' then
      return {'kept', entry.text, freed}
    end
    -- A host's incarnation is its id, which everybody may know.
    if entry.holder == holder or (entry.incarnation == incarnation and entry.kind == kind) then
      outcome, since = 'back', entry.since
    elseif entry.kind == 'host' and kind == 'host' and entry.state == 'away' then
      outcome = 'taken'
    elseif ARGV[7] == '1' then
      outcome = 'replaced'
    else
      return {'refused', entry.text, freed}
    end
    forget(name, entry)
  end
  return {outcome, put(name, 'here', kind, holder, incarnation, since), freed}
elseif op == 'leave' then
  for i = 4, #ARGV, 2 do
    leave(ARGV[i], ARGV[i + 1])
  end
  return {}
elseif op == 'die' then
  local places = redis.call('ZRANGEBYLEX', KEYS[3], '[' .. ARGV[4] .. ' ', '(' .. ARGV[4] .. '!', 'LIMIT', 0, LIMIT)
  for _, place in ipairs(places) do
    local name = string.sub(place, #ARGV[4] + 2)
    local entry = entry_of(name)
    if entry and instance_of(entry.holder) == ARGV[4] then
      leave(name, entry.holder)
    end
    redis.call('ZREM', KEYS[3], place)
  end
  return {#places < LIMIT and 'done' or 'more'}
elseif op == 'free' then
  local entry = entry_of(ARGV[3])
  if not entry or (ARGV[4] ~= '' and entry.holder ~= ARGV[4]) then
    return {}
  end
  return {ARGV[3], change(ARGV[3], entry, 'free')}
end
local overdue = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now, 'LIMIT', 0, LIMIT)
local freed = {#overdue < LIMIT and 'done' or 'more', ''}
for _, name in ipairs(overdue) do
  local entry = entry_of(name)
  if entry then
    freed[#freed + 1] = name
    freed[#freed + 1] = change(name, entry, 'free')
  end
  redis.call('ZREM', KEYS[4], name)
end
local next = redis.call('ZRANGE', KEYS[4], 0, 0, 'WITHSCORES')
if next[2] then
  freed[2] = string.format('%.0f', math.max(0, next[2] - now))
end
return freed
