-- Versions of records are saved. Later versions of a record are still unsaved.
-- KEYS[1]  sorted set of the unsaved records, see take-unsaved.lua
-- KEYS[2…] the hashes of the records, see record-version.lua
-- ARGV[1]  how long a deleted record's version is kept, ms
-- Four more for each record: its id, epoch, id of the last write, version
-- Result   1
for i = 2, #KEYS do
  local first = 2 + 4 * (i - 2)
  saved(KEYS[1], KEYS[i], ARGV[1], ARGV[first], ARGV[first + 1], ARGV[first + 2], ARGV[first + 3])
end
return 1
