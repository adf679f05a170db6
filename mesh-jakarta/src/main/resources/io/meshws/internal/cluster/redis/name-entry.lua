-- Reads the entry of a name: number ' ' since ' ' state ' ' kind ' ' holder ' ' incarnation, with the state 'here', 'away' or
-- 'free', and the kind 'client' or 'host'. Null if nobody has the name.
-- KEYS[1]  hash: name to entry
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

local function instance_of(holder)
  return string.match(holder, '^[^.]*')
end
