import { type RedisScript, redisScript } from './redis-connection.ts'

/**
 * The keys of one customer share a slot: {1} accounts `u:<key>` used, `h:<key>` held, `e:<key>` end, `t:<key>` told,
 * `o` live holds, `c:<id>` the counts before an attempt that is counted and not settled yet; {2} rows by id, JSON with
 * `s` (L live, K kept, S settled, R released) and `t` (account, units, …); {3} by the instant at which the clock ends
 * them: ids of rows, and keys of accounts behind a space; {4…} the members of one rate each, by the instant at which
 * they came. The time is the server's.
 *
 * Numbers are written as `%.0f`: Lua's own form of large numbers (`1e+15`) is none that Redis counts with, and neither
 * is its `-0`.
 */
const PRELUDE = `
local accounts, rows, ends = KEYS[1], KEYS[2], KEYS[3]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function int(number) return number == 0 and '0' or string.format('%.0f', number) end
local function hold(units, sign)
  for i = 1, #units, 2 do
    redis.call('HINCRBY', accounts, 'h:' .. units[i], int(sign * tonumber(units[i + 1])))
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
local function state(key)
  local row = redis.call('HMGET', accounts, 'u:' .. key, 'h:' .. key, 'e:' .. key)
  return row[1] and { key, row[1], row[2] or '0', row[3] or '0' } or false
end
local function states(keys)
  local found = {}
  for i = 1, #keys do found[#found + 1] = state(keys[i]) or nil end
  return found
end
-- Never sooner than it lives already.
local function live_until(at)
  for i = 1, 3 do
    if redis.call('PTTL', KEYS[i]) < 0 then redis.call('PEXPIREAT', KEYS[i], int(at)) else redis.call('PEXPIREAT', KEYS[i], int(at), 'GT') end
  end
end
local function account_until(key, at)
  redis.call('ZADD', ends, 'GT', int(at), ' ' .. key)
end
-- Accounts that attempts hold stay for another minute.
local function forget_account(key)
  local held = redis.call('HGET', accounts, 'h:' .. key)
  if held and held ~= '0' then return account_until(key, now + 60000) end
  redis.call('HDEL', accounts, 'u:' .. key, 'h:' .. key, 'e:' .. key, 't:' .. key)
  redis.call('ZREM', ends, ' ' .. key)
end
-- A few at a time: what is left over ends with the next operation.
for _, id in ipairs(redis.call('ZRANGEBYSCORE', ends, '-inf', int(now), 'LIMIT', 0, 500)) do
  if string.sub(id, 1, 1) == ' ' then forget_account(string.sub(id, 2)) else drop(id, row_of(id) or { s = 'R', t = {} }) end
end
`

/** Steps of a sliding window, the oldest first, and members of a rate. */
const WINDOWS = `
local function steps_of(key, step, earlier)
  local at = string.find(key, '@[^@]*$')
  local feature, start = string.sub(key, 1, at), tonumber(string.sub(key, at + 1))
  local fields, found = {}, {}
  for i = earlier, 0, -1 do
    local name = feature .. int(start - i * step)
    fields[#fields + 1] = 'u:' .. name
    fields[#fields + 1] = 'h:' .. name
    fields[#fields + 1] = 'e:' .. name
  end
  local counts = redis.call('HMGET', accounts, unpack(fields))
  for i = 1, #counts, 3 do
    if counts[i] then
      found[#found + 1] = { used = tonumber(counts[i]), held = tonumber(counts[i + 1] or '0'), ends = tonumber(counts[i + 2] or '0') }
    end
  end
  return found
end
local function sum_of(steps)
  local used, held, ends = 0, 0, 0
  for _, step in ipairs(steps) do used, held, ends = used + step.used, held + step.held, math.max(ends, step.ends) end
  return used, held, ends
end
local function read_rate(key, limit, window, member)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', int(now - window))
  local count = redis.call('ZCARD', key)
  local is_member = redis.call('ZSCORE', key, member) and 1 or 0
  if count == 0 then return 0, window, is_member end
  if count < limit then return count, 0, is_member end
  local leaves = redis.call('ZRANGE', key, count - limit, count - limit, 'WITHSCORES')[2]
  return count, leaves and tonumber(leaves) + window - now or window, is_member
end
`

/** The time that the end of an attempt is remembered, so that a repeat is told from a late settle. */
const REMEMBER_MS = 600_000
/** The time that accounts outlive their period: an attempt that is settled late still finds its account. */
const KEEP_MS = 86_400_000

/**
 * ARGV: id, lease, wanted, minimum, most concurrent (-1 none), accounts, (key, limit (-1 none), fixed, units of a
 * completion token, end, window's step (0 none), earlier steps, range from (-1 none), to)…, rates, (limit, window,
 * member)…
 */
export const RESERVE: RedisScript = redisScript(`${PRELUDE}${WINDOWS}
local id, lease, wanted, minimum, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local known = row_of(id)
if known and (known.s == 'L' or known.s == 'K') then return { 'repeated', 'held' } end
if known and known.s == 'S' then return { 'repeated', 'settled' } end
local list, unknown, fields, position = {}, { 'unknown_accounts' }, { 'o' }, 7
for i = 1, tonumber(ARGV[6]) do
  list[i] = { key = ARGV[position], limit = tonumber(ARGV[position + 1]), fixed = tonumber(ARGV[position + 2]),
    each = tonumber(ARGV[position + 3]), ends = tonumber(ARGV[position + 4]), step = tonumber(ARGV[position + 5]),
    earlier = tonumber(ARGV[position + 6]), from = tonumber(ARGV[position + 7]), to = tonumber(ARGV[position + 8]) }
  fields[#fields + 1] = 'u:' .. ARGV[position]
  fields[#fields + 1] = 'h:' .. ARGV[position]
  fields[#fields + 1] = 'e:' .. ARGV[position]
  position = position + 9
end
local counts = redis.call('HMGET', accounts, unpack(fields))
for i, account in ipairs(list) do
  account.fresh = not counts[3 * i - 1]
  account.used = tonumber(counts[3 * i - 1] or '0')
  account.held = tonumber(counts[3 * i] or '0')
  account.ended = tonumber(counts[3 * i + 1] or '0')
  if account.step > 0 then
    account.steps = steps_of(account.key, account.step, account.earlier)
    account.used, account.held = sum_of(account.steps)
  elseif account.fresh then unknown[#unknown + 1] = account.key end
end
if #unknown > 1 then return unknown end
local open = tonumber(counts[1] or '0')
if most >= 0 and open >= most then return { 'too_many_concurrent', open } end
local rates = {}
for i = 1, tonumber(ARGV[position]) do
  local at = position + 1 + (i - 1) * 3
  local key, limit, window, member = KEYS[3 + i], tonumber(ARGV[at]), tonumber(ARGV[at + 1]), ARGV[at + 2]
  local count, left, is_member = read_rate(key, limit, window, member)
  if count >= limit and is_member == 0 then return { 'rate_limited', i, count, left } end
  rates[i] = { key = key, window = window, member = member }
end
local function short(account)
  local answer = { 'short', account.key, int(account.used), int(account.held) }
  local need = account.fixed + account.each * math.min(minimum, wanted)
  if not account.steps or need > account.limit then return answer end
  local left = account.limit - account.used - account.held
  for _, step in ipairs(account.steps) do
    left = left + step.used + step.held
    if left >= need then
      answer[5] = int(math.max(0, step.ends - now))
      return answer
    end
  end
  return answer
end
local fit, shortest = wanted, nil
for _, account in ipairs(list) do
  if account.limit >= 0 then
    local left = account.limit - account.used - account.held - account.fixed
    if left < 0 then return short(account) end
    if account.each > 0 and left < account.each * fit then
      fit, shortest = math.floor(left / account.each), account
      if fit * account.each > left then fit = fit - 1 end
    end
  end
end
if shortest and fit < math.min(minimum, wanted) then return short(shortest) end
local moved, ranged = false, {}
for _, account in ipairs(list) do
  if account.from >= 0 then
    ranged[#ranged + 1] = account.key
    if account.used < account.from or account.used + account.held + account.fixed + account.each * fit > account.to then moved = true end
  end
end
if moved then return { 'moved', states(ranged) } end
for _, rate in ipairs(rates) do
  redis.call('ZADD', rate.key, 'NX', int(now), rate.member)
  redis.call('PEXPIRE', rate.key, rate.window)
end
local tokens, after, last = {}, {}, now + lease
for i, account in ipairs(list) do
  if account.fresh then redis.call('HSET', accounts, 'u:' .. account.key, '0') end
  if account.ends > account.ended then
    redis.call('HSET', accounts, 'e:' .. account.key, int(account.ends))
    account_until(account.key, account.step > 0 and account.ends or account.ends + ${KEEP_MS})
  end
  local held = account.fixed + account.each * fit
  after[i] = { account.key, int(account.used), int(account.held + held), int(account.ends) }
  tokens[#tokens + 1] = account.key
  tokens[#tokens + 1] = int(held)
  if account.ends > last then last = account.ends end
end
if known then drop(id, known) end
place(id, tokens, lease)
-- LOAD lets the accounts end; the first row of a customer makes the key of rows, which gets its end here.
if redis.call('PTTL', rows) < 0 then live_until(last + ${KEEP_MS}) end
return { 'granted', int(fit), after }
`)

/** ARGV: id, (account, units)… */
export const COUNT: RedisScript = redisScript(`${PRELUDE}
local id, keys = ARGV[1], {}
for i = 2, #ARGV, 2 do keys[#keys + 1] = ARGV[i] end
local row = row_of(id)
if row and row.s == 'S' then return { 'repeated', states(keys) } end
local known = redis.call('HGET', accounts, 'c:' .. id)
if known then return { 'counted', cjson.decode(known) } end
local before = states(keys)
for i = 2, #ARGV, 2 do
  if redis.call('HEXISTS', accounts, 'u:' .. ARGV[i]) == 1 then redis.call('HINCRBY', accounts, 'u:' .. ARGV[i], ARGV[i + 1]) end
end
if #before > 0 then redis.call('HSET', accounts, 'c:' .. id, cjson.encode(before)) end
return { 'counted', before }
`)

/** ARGV: id, (account, units)… */
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
redis.call('HDEL', accounts, 'c:' .. id)
put(id, 'S', {}, now + ${REMEMBER_MS})
if redis.call('PTTL', rows) < 0 then live_until(now + ${KEEP_MS}) end
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
if redis.call('PTTL', rows) < 0 then live_until(now + ${KEEP_MS}) end
return row and 'released' or 'unknown'
`)

/** ARGV: id, lease, (account, units)… */
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
if redis.call('PTTL', rows) < 0 then live_until(now + lease + ${KEEP_MS}) end
return 'revived'
`)

/** ARGV: id, (account, units)… */
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

/** ARGV: (account, used, end, told)… */
export const LOAD: RedisScript = redisScript(`${PRELUDE}
local last = 0
for i = 1, #ARGV, 4 do
  local key, used, at = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  local known = redis.call('HGET', accounts, 'u:' .. key)
  if not known then redis.call('HSET', accounts, 't:' .. key, ARGV[i + 3]) end
  if not known or tonumber(known) < used then redis.call('HSET', accounts, 'u:' .. key, ARGV[i + 1]) end
  local ended = redis.call('HGET', accounts, 'e:' .. key)
  if not ended or tonumber(ended) < at then redis.call('HSET', accounts, 'e:' .. key, ARGV[i + 2]) end
  account_until(key, at + ${KEEP_MS})
  if at > last then last = at end
end
live_until(math.max(last, now) + ${KEEP_MS})
return 'loaded'
`)

/** ARGV: (account, told)… */
export const TELL: RedisScript = redisScript(`${PRELUDE}
local before = {}
for i = 1, #ARGV, 2 do
  local key, told = ARGV[i], tonumber(ARGV[i + 1])
  local row = redis.call('HMGET', accounts, 'u:' .. key, 't:' .. key)
  local known = row[1] and (row[2] or '0') or false
  if known and tonumber(known) < told then redis.call('HSET', accounts, 't:' .. key, ARGV[i + 1]) end
  before[#before + 1] = known
end
return before
`)

/** ARGV: (account, used, end, told)… */
export const CORRECT: RedisScript = redisScript(`${PRELUDE}
local last = 0
for i = 1, #ARGV, 4 do
  local key, at = ARGV[i], tonumber(ARGV[i + 2])
  if redis.call('HEXISTS', accounts, 'u:' .. key) == 0 then redis.call('HSET', accounts, 't:' .. key, ARGV[i + 3]) end
  redis.call('HSET', accounts, 'u:' .. key, ARGV[i + 1], 'e:' .. key, ARGV[i + 2])
  account_until(key, at + ${KEEP_MS})
  if at > last then last = at end
end
live_until(math.max(last, now) + ${KEEP_MS})
return 'corrected'
`)

/** ARGV: accounts, (key, window's step (0 none), earlier steps)…, (limit, window, member)… */
export const READ: RedisScript = redisScript(`${PRELUDE}${WINDOWS}
local position, found, rates = 2, {}, {}
for i = 1, tonumber(ARGV[1]) do
  local key, step, earlier = ARGV[position], tonumber(ARGV[position + 1]), tonumber(ARGV[position + 2])
  if step > 0 then
    local used, held, last = sum_of(steps_of(key, step, earlier))
    found[i] = { key, int(used), int(held), int(last) }
  else
    found[i] = state(key)
  end
  position = position + 3
end
for i = 4, #KEYS do
  local count, left, is_member = read_rate(KEYS[i], tonumber(ARGV[position]), tonumber(ARGV[position + 1]), ARGV[position + 2])
  rates[#rates + 1] = { count, left, is_member }
  position = position + 3
end
return { found, rates, tonumber(redis.call('HGET', accounts, 'o') or '0') }
`)
