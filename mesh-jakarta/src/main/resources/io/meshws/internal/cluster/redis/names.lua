-- Names that begin with a text, in the order of their bytes.
-- KEYS[1]  sorted set of all names, all with the score 0
-- ARGV[1]  the text
-- ARGV[2]  the name after which to begin, or an empty text
-- ARGV[3]  how many to read at most
-- Result   the names
local from = ARGV[2] ~= '' and '(' .. ARGV[2] or '[' .. ARGV[1]
return redis.call('ZRANGEBYLEX', KEYS[1], from, '(' .. ARGV[1] .. '\255', 'LIMIT', 0, ARGV[3])
