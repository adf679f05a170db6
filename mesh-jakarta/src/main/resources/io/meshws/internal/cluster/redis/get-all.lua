-- A whole hash.
-- KEYS[1]  the hash
-- Result   field, value, field, value …
return redis.call('HGETALL', KEYS[1])
