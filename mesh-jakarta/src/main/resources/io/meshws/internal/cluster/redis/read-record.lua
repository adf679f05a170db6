-- Reads records, all at the same moment.
-- KEYS     their hashes
-- Result   for each in turn, see record-version.lua
return read_records(KEYS, {})
