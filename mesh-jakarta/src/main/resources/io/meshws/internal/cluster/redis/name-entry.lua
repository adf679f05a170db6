-- For the scripts about names. The entry of a name is: number ' ' since ' ' state ' ' kind ' ' holder ' ' incarnation, with the
-- state 'here', 'away' or 'free', and the kind 'client' or 'host'.
-- KEYS[1]  hash: name to entry
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Reads an entry; nothing if there is none.
local function entry_of(name)
  local text = redis.call('HGET', KEYS[1], name)
  if not text then
    return nil
  end
  local entry = {text = text}
  entry.number, entry.since, entry.state, entry.kind, entry.holder, entry.incarnation =
    string.match(text, '^(%d+) (%d+) (%l+) (%l+) (%S+) (.*)$')
  return entry
end

-- Whether the holder is away, and its grace is over. deadlines: a sorted set, see change-names.lua
local function is_over(deadlines, name)
  local till = redis.call('ZSCORE', deadlines, name)
  return till and tonumber(till) <= now
end

local function instance_of(holder)
  return string.match(holder, '^[^.]*')
end
