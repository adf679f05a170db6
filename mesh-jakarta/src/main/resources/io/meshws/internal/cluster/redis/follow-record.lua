-- An instance follows a record: it is registered first and then reads.
-- KEYS[1]  hash of the record, see record-version.lua
-- KEYS[2]  set of the instances that follow it
-- ARGV[1]  instance id
-- ARGV[2]  epoch of the last version that the instance heard of; empty for none
-- ARGV[3]  id of the write that made it
-- ARGV[4]  its number
-- ARGV[5]  id for a write that surpasses it, if the record went back
-- ARGV[6]  prefix of the instances' channels; the id and '}' follow
-- ARGV[7]  beginning of a message to them
-- Result   see record-version.lua
redis.call('SADD', KEYS[2], ARGV[1])
return read_record(KEYS[1], surpass(KEYS[1], KEYS[2], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]))
