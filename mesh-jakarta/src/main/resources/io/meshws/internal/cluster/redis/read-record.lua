-- Reads a record.
-- KEYS[1]  hash of the record
-- Result   see record-version.lua
return read_record(false)
