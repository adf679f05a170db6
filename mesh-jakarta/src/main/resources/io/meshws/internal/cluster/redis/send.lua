-- Sends messages to channels, or to the instances that are found for them, but not to the sender.
-- KEYS[1]  sorted set of the instances
-- KEYS[2…] per room, the set of its instances
-- ARGV[1]  id of the sending instance
-- ARGV[2]  prefix of the instances' channels
-- ARGV[3…] per message, its destination and its text. The destination is the number of a key, or '=' and a channel
-- Result   per message, how many listeners it had
local found = {}

local function instances(key)
  if not found[key] then
    found[key] = key == 1 and redis.call('ZRANGE', KEYS[1], 0, -1) or redis.call('SMEMBERS', KEYS[key])
  end
  return found[key]
end

local heard = {}
for i = 3, #ARGV, 2 do
  local destination, text = ARGV[i], ARGV[i + 1]
  local listeners = 0
  if string.sub(destination, 1, 1) == '=' then
    listeners = redis.call('PUBLISH', string.sub(destination, 2), text)
  else
    for _, instance in ipairs(instances(tonumber(destination))) do
      if instance ~= ARGV[1] then
        listeners = listeners + redis.call('PUBLISH', ARGV[2] .. instance .. '}', text)
      end
    end
  end
  heard[#heard + 1] = listeners
end
return heard
