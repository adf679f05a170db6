-- Claims the loading of all kept records of some names, or notes that it's done.
-- KEYS[1]  the instance that loads them, or 'done'
-- KEYS[2]  sorted set of the instances
-- ARGV[1]  id of the instance that asks, or 'done'
-- Result   0 if it's done, 1 if another instance that is registered loads them, 2 if this one may
if ARGV[1] ~= 'done' then
  local state = redis.call('GET', KEYS[1])
  if state == 'done' then
    return 0
  end
  if state and state ~= ARGV[1] and redis.call('ZSCORE', KEYS[2], state) then
    return 1
  end
end
redis.call('SET', KEYS[1], ARGV[1])
return 2
