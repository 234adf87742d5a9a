import { type RedisScript, redisScript } from './redis-connection.ts'

/**
 * The keys of one customer share a slot: {1} accounts `u:<key>` used, `h:<key>` held, `e:<key>` end, `o` live holds; {2} rows by id, JSON with
 * `s` (L live, K kept, S settled, R released) and `t` (account, tokens, …); {3} ids by the instant at which the clock ends their row; {4…}
 * the members of one rate window each. The time is the server's.
 *
 * Numbers are written as `%.0f`: Lua's own form of large numbers (`1e+15`) is none that Redis counts with, and neither is its `-0`.
 */
const PRELUDE = `
local accounts, rows, ends = KEYS[1], KEYS[2], KEYS[3]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function int(number) return number == 0 and '0' or string.format('%.0f', number) end
local function hold(tokens, sign)
  for i = 1, #tokens, 2 do
    redis.call('HINCRBY', accounts, 'h:' .. tokens[i], int(sign * tonumber(tokens[i + 1])))
  end
end
local function row_of(id)
  local text = redis.call('HGET', rows, id)
  return text and cjson.decode(text) or nil
end
local function put(id, state, tokens, at)
  redis.call('HSET', rows, id, cjson.encode({ s = state, t = tokens }))
  if at then redis.call('ZADD', ends, int(at), id) else redis.call('ZREM', ends, id) end
end
local function drop(id, row)
  if row.s == 'L' or row.s == 'K' then hold(row.t, -1) end
  if row.s == 'L' then redis.call('HINCRBY', accounts, 'o', -1) end
  redis.call('HDEL', rows, id)
  redis.call('ZREM', ends, id)
end
local function place(id, tokens, lease)
  hold(tokens, 1)
  if lease then
    redis.call('HINCRBY', accounts, 'o', 1)
    put(id, 'L', tokens, now + lease)
  else
    put(id, 'K', tokens)
  end
end
local function states(keys)
  local found = {}
  for i = 1, #keys do
    local used = redis.call('HGET', accounts, 'u:' .. keys[i])
    if used then
      found[#found + 1] = { keys[i], used, redis.call('HGET', accounts, 'h:' .. keys[i]) or '0' }
    end
  end
  return found
end
local function live_until(at)
  for i = 1, 3 do redis.call('PEXPIREAT', KEYS[i], int(at)) end
end
-- A few at a time: what is left over ends with the next operation.
for _, id in ipairs(redis.call('ZRANGEBYSCORE', ends, '-inf', int(now), 'LIMIT', 0, 500)) do
  drop(id, row_of(id) or { s = 'R', t = {} })
end
`

/** How long the end of an attempt is remembered, so that a repeat is told from a late settle. */
const REMEMBER_MS = 600_000
/** How long accounts outlive their period: an attempt that is settled late still finds its account. */
const KEEP_MS = 86_400_000

/** ARGV: id, lease, wanted, minimum, most concurrent (-1 none), accounts, (key, limit (-1 none), fixed, counts completion, end, starts empty)…, rates, (limit, window, member)… */
export const RESERVE: RedisScript = redisScript(`${PRELUDE}
local id, lease, wanted, minimum, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local known = row_of(id)
if known and (known.s == 'L' or known.s == 'K') then return { 'repeated', 'held' } end
if known and known.s == 'S' then return { 'repeated', 'settled' } end
local list, unknown, fields, position = {}, { 'unknown_accounts' }, { 'o' }, 7
for i = 1, tonumber(ARGV[6]) do
  list[i] = { key = ARGV[position], limit = tonumber(ARGV[position + 1]), fixed = tonumber(ARGV[position + 2]),
    completion = ARGV[position + 3] == '1', ends = tonumber(ARGV[position + 4]), empty = ARGV[position + 5] == '1' }
  fields[#fields + 1] = 'u:' .. ARGV[position]
  fields[#fields + 1] = 'h:' .. ARGV[position]
  position = position + 6
end
local counts = redis.call('HMGET', accounts, unpack(fields))
for i, account in ipairs(list) do
  account.fresh = not counts[2 * i]
  account.used = tonumber(counts[2 * i] or '0')
  account.held = tonumber(counts[2 * i + 1] or '0')
  if account.fresh and not account.empty then unknown[#unknown + 1] = account.key end
end
if #unknown > 1 then return unknown end
local open = tonumber(counts[1] or '0')
if most >= 0 and open >= most then return { 'too_many_concurrent', open } end
local rates = {}
for i = 1, tonumber(ARGV[position]) do
  local at = position + 1 + (i - 1) * 3
  local key, limit, window, member = KEYS[3 + i], tonumber(ARGV[at]), tonumber(ARGV[at + 1]), ARGV[at + 2]
  local count = redis.call('SCARD', key)
  if count >= limit and redis.call('SISMEMBER', key, member) == 0 then
    local left = redis.call('PTTL', key)
    return { 'rate_limited', i, count, left > 0 and left or window }
  end
  rates[i] = { key = key, window = window, member = member, fresh = count == 0 }
end
local fit, shortest = wanted, nil
for _, account in ipairs(list) do
  if account.limit >= 0 then
    local left = account.limit - account.used - account.held - account.fixed
    if left < 0 then return { 'short', account.key, int(account.used), int(account.held) } end
    if account.completion and left < fit then fit, shortest = left, account end
  end
end
if shortest and fit < math.min(minimum, wanted) then
  return { 'short', shortest.key, int(shortest.used), int(shortest.held) }
end
for _, rate in ipairs(rates) do
  redis.call('SADD', rate.key, rate.member)
  if rate.fresh then redis.call('PEXPIRE', rate.key, rate.window) end
end
local tokens, after, last = {}, {}, now + lease
for i, account in ipairs(list) do
  if account.fresh then
    -- A window of a token rate: those that have ended make room.
    for _, field in ipairs(redis.call('HKEYS', accounts)) do
      if string.sub(field, 1, 2) == 'e:' and tonumber(redis.call('HGET', accounts, field)) < now then
        local key = string.sub(field, 3)
        if redis.call('HGET', accounts, 'h:' .. key) == '0' then redis.call('HDEL', accounts, field, 'u:' .. key, 'h:' .. key) end
      end
    end
    redis.call('HSET', accounts, 'u:' .. account.key, '0', 'e:' .. account.key, int(account.ends))
  end
  local held = account.fixed + (account.completion and fit or 0)
  after[i] = { account.key, int(account.used), int(account.held + held) }
  tokens[#tokens + 1] = account.key
  tokens[#tokens + 1] = int(held)
  if account.ends > last then last = account.ends end
end
if known then drop(id, known) end
place(id, tokens, lease)
-- LOAD lets the accounts end; the first row of a customer makes the other keys, which get their end here.
if redis.call('PTTL', ends) < 0 then live_until(last + ${KEEP_MS}) end
return { 'granted', int(fit), after }
`)

/** ARGV: id, (account, tokens)… */
export const SETTLE: RedisScript = redisScript(`${PRELUDE}
local id, keys = ARGV[1], {}
for i = 2, #ARGV, 2 do keys[#keys + 1] = ARGV[i] end
local row = row_of(id)
if row and row.s == 'S' then return { 'repeated', states(keys) } end
local outcome = 'late'
if row then
  outcome = row.s == 'R' and 'after_release' or 'settled'
  drop(id, row)
end
for i = 2, #ARGV, 2 do
  if redis.call('HEXISTS', accounts, 'u:' .. ARGV[i]) == 1 then redis.call('HINCRBY', accounts, 'u:' .. ARGV[i], ARGV[i + 1]) end
end
put(id, 'S', {}, now + ${REMEMBER_MS})
if redis.call('PTTL', ends) < 0 then live_until(now + ${KEEP_MS}) end
return { outcome, states(keys) }
`)

/** ARGV: id */
export const RELEASE: RedisScript = redisScript(`${PRELUDE}
local id = ARGV[1]
local row = row_of(id)
if row and row.s == 'S' then return 'after_settle' end
if row and row.s == 'R' then return 'repeated' end
if row then drop(id, row) end
put(id, 'R', {}, now + ${REMEMBER_MS})
if redis.call('PTTL', ends) < 0 then live_until(now + ${KEEP_MS}) end
return row and 'released' or 'unknown'
`)

/** ARGV: id, lease, (account, tokens)… */
export const RENEW: RedisScript = redisScript(`${PRELUDE}
local id, lease, tokens = ARGV[1], tonumber(ARGV[2]), {}
local row = row_of(id)
if row and row.s == 'L' then
  redis.call('ZADD', ends, int(now + lease), id)
  return 'renewed'
end
if row and row.s ~= 'K' then return 'ended' end
if row then drop(id, row) end
for i = 3, #ARGV do tokens[#tokens + 1] = ARGV[i] end
place(id, tokens, lease)
if redis.call('PTTL', ends) < 0 then live_until(now + lease + ${KEEP_MS}) end
return 'revived'
`)

/** ARGV: id, (account, tokens)… */
export const KEEP: RedisScript = redisScript(`${PRELUDE}
local id, tokens = ARGV[1], {}
local row = row_of(id)
if row and (row.s == 'S' or row.s == 'R') then return 'ended' end
if row then drop(id, row) end
for i = 2, #ARGV do tokens[#tokens + 1] = ARGV[i] end
place(id, tokens)
if redis.call('PTTL', rows) < 0 then live_until(now + 32 * ${KEEP_MS}) end
return 'kept'
`)

/** ARGV: (account, used, end)… */
export const LOAD: RedisScript = redisScript(`${PRELUDE}
local last = 0
for i = 1, #ARGV, 3 do
  local key, used, at = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  local known = redis.call('HGET', accounts, 'u:' .. key)
  if not known or tonumber(known) < used then redis.call('HSET', accounts, 'u:' .. key, ARGV[i + 1]) end
  redis.call('HSET', accounts, 'e:' .. key, ARGV[i + 2])
  if at > last then last = at end
end
live_until(math.max(last, now) + ${KEEP_MS})
return 'loaded'
`)

/** ARGV: accounts, key…, member… (one per rate) */
export const READ: RedisScript = redisScript(`${PRELUDE}
local count, keys, rates = tonumber(ARGV[1]), {}, {}
for i = 1, count do keys[i] = ARGV[1 + i] end
for i = 4, #KEYS do
  local left = redis.call('PTTL', KEYS[i])
  rates[#rates + 1] = { redis.call('SCARD', KEYS[i]), left > 0 and left or 0, redis.call('SISMEMBER', KEYS[i], ARGV[1 + count + i - 3]) }
end
return { states(keys), rates, tonumber(redis.call('HGET', accounts, 'o') or '0') }
`)
