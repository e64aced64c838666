/**
 * What a slot must do in one step, as Redis runs it. A slot's string is its token, then `?` alone, or `=` and the value.
 * The scripts touch no key but those they are given.
 */

/** ARGV: token, milliseconds. Answers what each slot holds. */
export const claimScript = `
local slots = redis.call('MGET', unpack(KEYS))
for i, key in ipairs(KEYS) do
  if not slots[i] then
    slots[i] = ARGV[1] .. '?'
    redis.call('SET', key, slots[i], 'PX', ARGV[2])
  end
end
return slots`;

/** ARGV: for each key its token, value and milliseconds. Answers 1 or 0 for each. */
export const putScript = `
local stored = {}
for i, key in ipairs(KEYS) do
  local token, value, ttl = ARGV[3 * i - 2], ARGV[3 * i - 1], ARGV[3 * i]
  stored[i] = 0
  if redis.call('GETRANGE', key, 0, #token - 1) == token then
    redis.call('SET', key, token .. '=' .. value, 'PX', ttl)
    stored[i] = 1
  end
end
return stored`;

/** ARGV: for each key its token. */
export const releaseScript = `
for i, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[i] .. '?' then redis.call('DEL', key) end
end`;
