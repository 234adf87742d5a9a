import { count, type Fields, isFields } from './fields.ts'
import { reconcile } from './reconcile.ts'
import type { UsageReading } from './token-usage.ts'

/**
 * Reads Anthropic's Messages. input_tokens does not hold the cached tokens: the prompt is the sum of three exclusive
 * counts. Where one answer took several iterations (a compaction, a fallback), the counts beside them may leave some
 * out, so the larger of both is the usage.
 */
export function readAnthropic(value: Fields): UsageReading {
  if (!ANTHROPIC_KEYS.some((key) => key in value)) return undefined
  const whole = stated(value)
  const iterations = value['iterations']
  const added = Array.isArray(iterations) ? addUp(iterations.filter(isFields)) : undefined
  const used = added !== undefined && sum(added) > sum(whole) ? added : whole
  return reconcile({
    prompt: used.input,
    completion: used.output,
    total: undefined,
    pools: [
      { half: 'prompt', tokens: used.cached, documented: 'beside' },
      { half: 'prompt', tokens: used.written, documented: 'beside' },
    ],
    details: { cachedPromptTokens: used.cached, cacheWriteTokens: used.written },
  })
}

const ANTHROPIC_KEYS = ['cache_read_input_tokens', 'cache_creation_input_tokens', 'iterations']

interface Stated {
  readonly input: number | undefined
  readonly output: number | undefined
  readonly cached: number | undefined
  readonly written: number | undefined
}

function stated(value: Fields): Stated {
  return {
    input: count(value, 'input_tokens'),
    output: count(value, 'output_tokens'),
    cached: count(value, 'cache_read_input_tokens'),
    written: count(value, 'cache_creation_input_tokens'),
  }
}

function addUp(iterations: readonly Fields[]): Stated {
  const each = iterations.map(stated)
  const all = (key: keyof Stated) => each.reduce((tokens, one) => tokens + (one[key] ?? 0), 0)
  return { input: all('input'), output: all('output'), cached: all('cached'), written: all('written') }
}

function sum({ input = 0, output = 0, cached = 0, written = 0 }: Stated): number {
  return input + output + cached + written
}
