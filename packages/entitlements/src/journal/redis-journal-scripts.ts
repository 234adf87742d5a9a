import { type RedisScript, redisScript } from '../store/redis-connection.ts'

/**
 * The format of the journal, a part of the keys of its queues: agents of another format run and deliver by themselves
 * at one Redis. Format 1, without a number in its keys, knew no quantities beside tokens. Rows of attempts and events
 * are read by both.
 */
export const FORMAT = 2

/**
 * Every key begins with KEYS[1], whose braces keep the whole journal in one slot: `attempt:<id>` and
 * `event:<reference>` are hashes; `attempts:<customer>` and `undelivered:<customer>` are indexes by their instant;
 * `scope:<customer> <account>` has the units that a scope's account counts. With the number of the format before them:
 * `open:<owner>` the attempts that a process runs, `taken:<owner>` the events that it sends; `owners` when each process
 * was last heard of; `unsettled` attempts by their instant; `pending` events by their number, and `rejected` ones;
 * `postponed` ones by their next try. The time is the server's.
 */
const PRELUDE = `
local base = KEYS[1]
local function key(name) return base .. ':' .. name end
local function queue(name) return key('${FORMAT}:' .. name) end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function int(number) return number == 0 and '0' or string.format('%.0f', number) end
local function attempt(id) return key('attempt:' .. id) end
local function forget_open(id)
  local owner = redis.call('HGET', attempt(id), 'owner')
  if owner then redis.call('SREM', queue('open:' .. owner), id) end
  redis.call('HDEL', attempt(id), 'owner')
  redis.call('ZREM', queue('unsettled'), id)
end
local function heard_of(owner)
  redis.call('ZADD', queue('owners'), int(now), owner)
end
local function back(reference)
  redis.call('ZADD', queue('pending'), redis.call('HGET', key('event:' .. reference), 'number'), reference)
end
local function facts(id)
  return redis.call('HMGET', attempt(id), 'intent', 'since', 'usage')
end
local function suspend(id, since)
  redis.call('HSET', attempt(id), 'state', 'unsettled', 'since', since)
  forget_open(id)
  redis.call('ZADD', queue('unsettled'), redis.call('HGET', attempt(id), 'at'), id)
end
local function scope(customer, account) return key('scope:' .. customer .. ' ' .. account) end
local function ended(id, keep)
  redis.call('PEXPIRE', attempt(id), keep)
end
`

/** Answers the format of what is there; marks what is new. */
export const OPEN: RedisScript = redisScript(`${PRELUDE}
redis.call('SET', key('format'), '${FORMAT}', 'NX')
return redis.call('GET', key('format'))
`)

/**
 * ARGV: silence after which a process is gone, at. Takes over what processes of format 1 left, a thousand rows at a
 * time, when none of them is alive. Answers how many, and the unsettled attempts among them.
 */
export const ADOPT: RedisScript = redisScript(`${PRELUDE}
local found, count = {}, 0
for _, owner in ipairs(redis.call('ZRANGEBYSCORE', key('owners'), '-inf', int(now - tonumber(ARGV[1])), 'LIMIT', 0, 1)) do
  for _, id in ipairs(redis.call('SRANDMEMBER', key('open:' .. owner), 1000)) do
    redis.call('SREM', key('open:' .. owner), id)
    suspend(id, ARGV[2])
    count = count + 1
    found[#found + 1] = facts(id)
  end
  for _, reference in ipairs(redis.call('SMEMBERS', key('taken:' .. owner))) do back(reference) end
  redis.call('DEL', key('taken:' .. owner))
  if redis.call('SCARD', key('open:' .. owner)) == 0 then redis.call('ZREM', key('owners'), owner) end
end
if redis.call('ZCARD', key('owners')) > 0 then return { count, unpack(found) } end
for _, list in ipairs({ 'unsettled', 'pending', 'rejected', 'postponed' }) do
  local rows = redis.call('ZRANGE', key(list), 0, 999, 'WITHSCORES')
  for i = 1, #rows, 2 do
    redis.call('ZADD', queue(list), rows[i + 1], rows[i])
    redis.call('ZREM', key(list), rows[i])
    count = count + 1
    if list == 'unsettled' then found[#found + 1] = facts(rows[i]) end
  end
end
return { count, unpack(found) }
`)

/** ARGV: owner, id, customer, at, intent (JSON), keep */
export const INTEND: RedisScript = redisScript(`${PRELUDE}
local owner, id, customer, at = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local state = redis.call('HGET', attempt(id), 'state')
if state and state ~= 'released' then return 'duplicate' end
redis.call('DEL', attempt(id))
redis.call('HSET', attempt(id), 'state', 'open', 'owner', owner, 'at', at, 'since', at, 'intent', ARGV[5])
redis.call('SADD', queue('open:' .. owner), id)
heard_of(owner)
local index = key('attempts:' .. customer)
redis.call('ZADD', index, at, id)
redis.call('ZREMRANGEBYSCORE', index, '-inf', int(now - tonumber(ARGV[6])))
return 'recorded'
`)

/**
 * ARGV: id, customer, at, intent, usage, settled at, keep, counts of scopes, (account, units)…, (reference, meter, at,
 * quantity, subscription or empty, body)…
 */
export const SETTLE: RedisScript = redisScript(`${PRELUDE}
local id, customer = ARGV[1], ARGV[2]
local state = redis.call('HGET', attempt(id), 'state')
if state == 'settled' then return 'repeated' end
forget_open(id)
if not state then
  redis.call('HSET', attempt(id), 'at', ARGV[3], 'intent', ARGV[4])
  redis.call('ZADD', key('attempts:' .. customer), ARGV[3], id)
end
redis.call('PERSIST', attempt(id))
redis.call('HDEL', attempt(id), 'reason')
local references, first = {}, 9 + 2 * tonumber(ARGV[8])
for i = 9, first - 1, 2 do
  local count = scope(customer, ARGV[i])
  redis.call('INCRBY', count, ARGV[i + 1])
  redis.call('PEXPIRE', count, ARGV[7])
end
for i = first, #ARGV, 6 do
  local reference, number = ARGV[i], redis.call('INCR', key('sequence'))
  references[#references + 1] = reference
  redis.call('HSET', key('event:' .. reference), 'attempt', id, 'customer', customer, 'meter', ARGV[i + 1], 'at', ARGV[i + 2],
    'tokens', ARGV[i + 3], 'body', ARGV[i + 5], 'number', number, 'state', 'pending')
  if ARGV[i + 4] ~= '' then redis.call('HSET', key('event:' .. reference), 'subscription', ARGV[i + 4]) end
  redis.call('ZADD', queue('pending'), number, reference)
  redis.call('ZADD', key('undelivered:' .. customer), ARGV[i + 2], reference)
end
redis.call('HSET', attempt(id), 'state', 'settled', 'since', ARGV[6], 'usage', ARGV[5], 'events', cjson.encode(references), 'left', #references)
if #references == 0 then ended(id, ARGV[7]) end
return state == 'released' and 'after_release' or 'settled'
`)

/** ARGV: id, reason, at, keep */
export const RELEASE: RedisScript = redisScript(`${PRELUDE}
local id = ARGV[1]
local state = redis.call('HGET', attempt(id), 'state')
if not state then return 'unknown' end
if state == 'settled' then return 'after_settle' end
if state == 'released' then return 'repeated' end
forget_open(id)
redis.call('HSET', attempt(id), 'state', 'released', 'reason', ARGV[2], 'since', ARGV[3])
ended(id, ARGV[4])
return 'released'
`)

/** ARGV: id, at, estimate (JSON or empty) */
export const SUSPEND: RedisScript = redisScript(`${PRELUDE}
local id = ARGV[1]
local state = redis.call('HGET', attempt(id), 'state')
if state == 'open' then suspend(id, ARGV[2]) end
if ARGV[3] ~= '' and (state == 'open' or state == 'unsettled') then redis.call('HSET', attempt(id), 'usage', ARGV[3]) end
return 'done'
`)

/** ARGV: owner, silence after which a process is gone, at. Answers the attempts that are unsettled from now on. */
export const TAKE_OVER: RedisScript = redisScript(`${PRELUDE}
heard_of(ARGV[1])
local found = {}
for _, owner in ipairs(redis.call('ZRANGEBYSCORE', queue('owners'), '-inf', int(now - tonumber(ARGV[2])), 'LIMIT', 0, 10)) do
  local ids = redis.call('SRANDMEMBER', queue('open:' .. owner), 1000)
  for _, id in ipairs(ids) do
    suspend(id, ARGV[3])
    found[#found + 1] = facts(id)
  end
  for _, reference in ipairs(redis.call('SMEMBERS', queue('taken:' .. owner))) do back(reference) end
  redis.call('DEL', queue('taken:' .. owner))
  if redis.call('SCARD', queue('open:' .. owner)) == 0 then redis.call('ZREM', queue('owners'), owner) end
end
return found
`)

/** ARGV: owner, at. A process that ends in order leaves its attempts to the others at once. */
export const LEAVE: RedisScript = redisScript(`${PRELUDE}
for _, id in ipairs(redis.call('SMEMBERS', queue('open:' .. ARGV[1]))) do suspend(id, ARGV[2]) end
for _, reference in ipairs(redis.call('SMEMBERS', queue('taken:' .. ARGV[1]))) do back(reference) end
redis.call('DEL', queue('taken:' .. ARGV[1]))
redis.call('ZREM', queue('owners'), ARGV[1])
return 'left'
`)

/** ARGV: most */
export const UNSETTLED: RedisScript = redisScript(`${PRELUDE}
local found = {}
for _, id in ipairs(redis.call('ZRANGE', queue('unsettled'), 0, tonumber(ARGV[1]) - 1)) do
  if redis.call('HGET', attempt(id), 'state') == 'unsettled' then found[#found + 1] = facts(id) end
end
return found
`)

/** ARGV: owner, most */
export const TAKE: RedisScript = redisScript(`${PRELUDE}
heard_of(ARGV[1])
local found = {}
for i, reference in ipairs(redis.call('ZRANGE', queue('pending'), 0, tonumber(ARGV[2]) - 1)) do
  redis.call('ZREM', queue('pending'), reference)
  redis.call('SADD', queue('taken:' .. ARGV[1]), reference)
  found[i] = { reference, unpack(redis.call('HMGET', key('event:' .. reference), 'customer', 'meter', 'at', 'tokens', 'body', 'subscription')) }
end
return found
`)

/** ARGV: owner, at, keep, (reference, outcome)… */
export const ACKNOWLEDGE: RedisScript = redisScript(`${PRELUDE}
for i = 4, #ARGV, 2 do
  local reference = ARGV[i]
  local event = key('event:' .. reference)
  local state = redis.call('HGET', event, 'state')
  redis.call('SREM', queue('taken:' .. ARGV[1]), reference)
  redis.call('ZREM', queue('pending'), reference)
  redis.call('ZREM', queue('rejected'), reference)
  redis.call('ZREM', queue('postponed'), reference)
  if state and state ~= 'delivered' then
    local known = redis.call('HMGET', event, 'attempt', 'customer')
    redis.call('HSET', event, 'state', 'delivered', 'outcome', ARGV[i + 1], 'ended_at', ARGV[2])
    redis.call('ZREM', key('undelivered:' .. known[2]), reference)
    redis.call('PEXPIRE', event, ARGV[3])
    if redis.call('HINCRBY', attempt(known[1]), 'left', -1) == 0 then ended(known[1], ARGV[3]) end
  end
end
return 'done'
`)

/** ARGV: owner, reference… */
export const GIVE_BACK: RedisScript = redisScript(`${PRELUDE}
for i = 2, #ARGV do
  if redis.call('SREM', queue('taken:' .. ARGV[1]), ARGV[i]) == 1 then back(ARGV[i]) end
end
return 'done'
`)

/** ARGV: owner, (reference)… of the events that the owner is sending. What else it has taken goes back. */
export const RECLAIM: RedisScript = redisScript(`${PRELUDE}
local sending = {}
for i = 2, #ARGV do sending[ARGV[i]] = true end
for _, reference in ipairs(redis.call('SMEMBERS', queue('taken:' .. ARGV[1]))) do
  if not sending[reference] then
    redis.call('SREM', queue('taken:' .. ARGV[1]), reference)
    back(reference)
  end
end
return 'done'
`)

/** ARGV: owner, reference, error, at */
export const REJECT: RedisScript = redisScript(`${PRELUDE}
local reference = ARGV[2]
local event = key('event:' .. reference)
redis.call('SREM', queue('taken:' .. ARGV[1]), reference)
if redis.call('HGET', event, 'state') ~= 'pending' then return 'done' end
redis.call('ZREM', queue('pending'), reference)
redis.call('HSET', event, 'state', 'rejected', 'error', ARGV[3], 'ended_at', ARGV[4])
redis.call('ZADD', queue('rejected'), redis.call('HGET', event, 'number'), reference)
return 'done'
`)

/** ARGV: owner, reference, error, next try */
export const POSTPONE: RedisScript = redisScript(`${PRELUDE}
local reference = ARGV[2]
local event = key('event:' .. reference)
redis.call('SREM', queue('taken:' .. ARGV[1]), reference)
if redis.call('HGET', event, 'state') ~= 'pending' then return 'done' end
redis.call('ZREM', queue('pending'), reference)
redis.call('HSET', event, 'state', 'postponed', 'error', ARGV[3], 'until', ARGV[4])
redis.call('ZADD', queue('postponed'), ARGV[4], reference)
return 'done'
`)

const RETRY = `
local function retry(list, reference)
  if redis.call('ZREM', queue(list), reference) == 0 then return 0 end
  redis.call('HSET', key('event:' .. reference), 'state', 'pending')
  back(reference)
  return 1
end
`

/** ARGV: now. A thousand at a time; answers how many, and when the next one's time comes. */
export const RESUME: RedisScript = redisScript(`${PRELUDE}${RETRY}
local references = redis.call('ZRANGEBYSCORE', queue('postponed'), '-inf', ARGV[1], 'LIMIT', 0, 1000)
for _, reference in ipairs(references) do retry('postponed', reference) end
return { #references, redis.call('ZRANGE', queue('postponed'), 0, 0, 'WITHSCORES')[2] or false }
`)

/** A thousand at a time; answers how many. */
export const RETRY_REFUSED: RedisScript = redisScript(`${PRELUDE}${RETRY}
local count = 0
for _, list in ipairs({ 'rejected', 'postponed' }) do
  for _, reference in ipairs(redis.call('ZRANGE', queue(list), 0, 999)) do count = count + retry(list, reference) end
end
return count
`)

/** ARGV: reference… */
export const RETRY_THESE: RedisScript = redisScript(`${PRELUDE}${RETRY}
local count = 0
for i = 1, #ARGV do count = count + retry('rejected', ARGV[i]) + retry('postponed', ARGV[i]) end
return count
`)

/** ARGV: most */
export const REFUSED: RedisScript = redisScript(`${PRELUDE}
local found = {}
for _, list in ipairs({ 'rejected', 'postponed' }) do
  for _, reference in ipairs(redis.call('ZRANGE', queue(list), 0, tonumber(ARGV[1]) - 1)) do
    found[#found + 1] = { reference, unpack(redis.call('HMGET', key('event:' .. reference), 'customer', 'meter', 'at', 'tokens', 'body', 'subscription', 'state', 'error', 'until', 'number')) }
  end
end
return found
`)

/** ARGV: customer, (account)… Answers the units of each. */
export const SCOPE_COUNTS: RedisScript = redisScript(`${PRELUDE}
local found = {}
for i = 2, #ARGV do found[i - 1] = redis.call('GET', scope(ARGV[1], ARGV[i])) or '0' end
return found
`)

/** ARGV: customer, from, to (exclusive). Answers (meter, subscription, quantity, body)…, an event each. */
export const UNDELIVERED: RedisScript = redisScript(`${PRELUDE}
local answer = {}
for _, reference in ipairs(redis.call('ZRANGEBYSCORE', key('undelivered:' .. ARGV[1]), ARGV[2], '(' .. ARGV[3])) do
  local event = redis.call('HMGET', key('event:' .. reference), 'meter', 'subscription', 'tokens', 'body')
  if event[1] then answer[#answer + 1] = event end
end
return answer
`)

/** ARGV: most, customer. What runs is among the last that were admitted. */
export const RUNNING: RedisScript = redisScript(`${PRELUDE}
local found = {}
for _, id in ipairs(redis.call('ZREVRANGE', key('attempts:' .. ARGV[2]), 0, 4999)) do
  if #found == tonumber(ARGV[1]) then break end
  local row = redis.call('HMGET', attempt(id), 'state', 'intent')
  if row[1] == 'open' then found[#found + 1] = row[2] end
end
return found
`)

/** ARGV: id */
export const HAS: RedisScript = redisScript(`${PRELUDE}
return redis.call('EXISTS', attempt(ARGV[1]))
`)

/** ARGV: customer, from, to (exclusive), most */
export const ATTEMPTS: RedisScript = redisScript(`${PRELUDE}
local found = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', key('attempts:' .. ARGV[1]), ARGV[2], '(' .. ARGV[3], 'LIMIT', 0, ARGV[4])) do
  local row = redis.call('HMGET', attempt(id), 'intent', 'since', 'usage', 'state', 'reason', 'events')
  if row[1] then
    local events = {}
    for _, reference in ipairs(row[6] and cjson.decode(row[6]) or {}) do
      events[#events + 1] = { reference, unpack(redis.call('HMGET', key('event:' .. reference), 'customer', 'meter', 'at', 'tokens', 'body', 'subscription', 'state', 'error', 'outcome')) }
    end
    found[#found + 1] = { row[1], row[2], row[3], row[4], row[5], events }
  end
end
return found
`)

export const COUNTS: RedisScript = redisScript(`${PRELUDE}
local open, pending = 0, redis.call('ZCARD', queue('pending'))
for _, owner in ipairs(redis.call('ZRANGE', queue('owners'), 0, -1)) do
  open = open + redis.call('SCARD', queue('open:' .. owner))
  pending = pending + redis.call('SCARD', queue('taken:' .. owner))
end
return { open, redis.call('ZCARD', queue('unsettled')), pending, redis.call('ZCARD', queue('postponed')), redis.call('ZCARD', queue('rejected')) }
`)
