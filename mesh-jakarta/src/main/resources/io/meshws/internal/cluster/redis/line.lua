-- Redis' replication id. It changes after each restart and each failover, and so after most events that can take back
-- writes. Empty if the user may not ask for it (INFO).
local known_line
local function line()
  if not known_line then
    local info = redis.pcall('INFO', 'replication')
    known_line = type(info) == 'string' and string.match(info, 'master_replid:(%x+)') or ''
  end
  return known_line
end
