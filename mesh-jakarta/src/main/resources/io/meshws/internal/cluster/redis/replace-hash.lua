-- Makes a hash equal to the given fields.
-- KEYS[1]  the hash
-- ARGV     field, value, field, value …
-- Result   how many fields there are
redis.call('DEL', KEYS[1])
for i = 1, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
return #ARGV / 2
