import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SimulatedProvider, startSimulatedProvider } from './start-simulated-provider.ts'

let provider: SimulatedProvider
beforeAll(async () => {
  provider = await startSimulatedProvider()
})
afterAll(() => provider.close())

interface Completion {
  readonly model: string
  readonly choices: {
    message: { content: string | null; tool_calls?: { function: { name: string; arguments: string } }[] }
    finish_reason: string
  }[]
  readonly usage: { prompt_tokens: number; completion_tokens: number; total_tokens: number }
}

const TOOLS = ['calculator', 'my_usage', 'current_time'].map((name) => ({
  type: 'function',
  function: { name, parameters: { type: 'object' } },
}))

async function post(content: string, body: object = {}): Promise<Response> {
  return await fetch(`${provider.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content }], ...body }),
  })
}

async function ask(content: string, body: object = {}): Promise<Completion> {
  // The provider's own wire format.
  return (await (await post(content, body)).json()) as Completion
}

async function answers(url: string): Promise<boolean> {
  return await fetch(`${url}/health`).then(
    (response) => response.ok,
    () => false,
  )
}

describe('the simulated provider', () => {
  it('answers any message with the dated id of the model, and with usage that grows with the prompt', async () => {
    const short = await ask('Good morning')
    const long = await ask('Good morning. '.repeat(100))
    expect(short.choices[0]?.message.content).toContain('Good morning')
    expect(short.model).toBe('gpt-4o-mini-2024-07-18')
    expect(short.usage.total_tokens).toBe(short.usage.prompt_tokens + short.usage.completion_tokens)
    expect(long.usage.prompt_tokens).toBeGreaterThan(short.usage.prompt_tokens + 300)
    expect(short.usage.completion_tokens).toBeGreaterThan(10)
  })

  it.each([
    ['gpt-4o', 'gpt-4o-2024-08-06'],
    ['claude-3-5-sonnet', 'claude-3-5-sonnet-20241022'],
    ['claude-3-5-haiku', 'claude-3-5-haiku-20241022'],
    ['some-other-model', 'some-other-model'],
  ])('serves %s as %s', async (model, want) => {
    expect((await ask('hello', { model })).model).toBe(want)
  })

  it.each([
    ['what is 17 * 23?', [['calculator', '{"expression":"17 * 23"}']]],
    ['how much have I used?', [['my_usage', '{}']]],
    [
      'what time is it, and what is 2 + 2?',
      [
        ['calculator', '{"expression":"2 + 2"}'],
        ['current_time', '{}'],
      ],
    ],
    ['please call current_time', [['current_time', '{}']]],
  ])('asks for tools when it was offered them: %s', async (question, want) => {
    const { choices } = await ask(question, { tools: TOOLS })
    expect(choices[0]?.finish_reason).toBe('tool_calls')
    expect(choices[0]?.message.tool_calls?.map((call) => [call.function.name, call.function.arguments])).toEqual(want)
    expect((await ask(question)).choices[0]?.message.tool_calls).toBeUndefined()
  })

  it('answers with what the tools of this turn returned', async () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'calculator', arguments: '{}' } }
    const messages = [
      { role: 'user', content: 'what is 17 * 23?' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: '17 * 23 = 391' },
    ]
    expect((await ask('', { messages, tools: TOOLS })).choices[0]?.message.content).toBe('17 * 23 = 391')
    const next = await ask('', { messages: [...messages, { role: 'user', content: 'what is 1 + 1?' }], tools: TOOLS })
    expect(next.choices[0]?.finish_reason).toBe('tool_calls')
  })

  it.each([
    ['use up my budget', 1_000_000],
    ['use 40,000 tokens', 40_000],
  ])('reports the tokens that the message asks for: %s', async (message, want) => {
    expect((await ask(message, { max_tokens: 10 })).usage.completion_tokens).toBe(want)
  })

  it('cuts its answer at max_tokens', async () => {
    const { choices, usage } = await ask('hello', { max_tokens: 5 })
    expect([usage.completion_tokens, choices[0]?.finish_reason]).toEqual([5, 'length'])
  })

  it.each([
    ['answer with status 429', {}, 429],
    ['gpt-4o is down', { model: 'gpt-4o' }, 503],
    ['gpt-4o is down', { model: 'gpt-4o-mini' }, 200],
  ])('fails when it is told to: %s, asked as %o', async (message, body, want) => {
    expect((await post(message, body)).status).toBe(want)
  })

  it('streams, with usage at the end only for those who ask', async () => {
    const read = async (body: object) =>
      await (await post('answer slowly', { stream: true, max_tokens: 12, ...body })).text()
    const withUsage = await read({ stream_options: { include_usage: true } })
    expect(withUsage).toMatch(
      /"usage":\{"prompt_tokens":\d+,"completion_tokens":12,"total_tokens":\d+\}\}\n\ndata: \[DONE\]/,
    )
    expect(await read({})).not.toContain('usage')
  })

  it('breaks a stream when it is told to', async () => {
    const response = await post('cut the stream', { stream: true })
    await expect(response.text()).rejects.toThrow()
  })

  it('keeps its own count by served model', async () => {
    const read = async () =>
      ((await (await fetch(`${provider.url}/simulated-provider/usage`)).json()) as { models: Record<string, unknown> })
        .models
    const { usage } = await ask('hello', { model: 'counted-model' })
    expect((await read())['counted-model']).toEqual({
      requests: 1,
      prompt_tokens: usage.prompt_tokens,
      completion_tokens: usage.completion_tokens,
    })
    await post('answer with status 500', { model: 'counted-model' })
    expect((await read())['counted-model']).toMatchObject({ requests: 1 })
  })
})

describe('the process of the simulated provider', () => {
  it('is gone when it was closed', async () => {
    const own = await startSimulatedProvider()
    expect([own.isRunning(), await answers(own.url)]).toEqual([true, true])
    await own.close()
    expect([own.isRunning(), await answers(own.url)]).toEqual([false, false])
  })

  it.each(['SIGKILL', 'SIGTERM'] as const)('ends when its parent ends by %s, and not before', async (signal) => {
    const source = new URL('./start-simulated-provider.ts', import.meta.url).href
    const program = `const { url } = await (await import(${JSON.stringify(source)})).startSimulatedProvider(); console.log(url)`
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [url] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
    expect(await answers(url)).toBe(true)
    parent.kill(signal)
    await once(parent, 'exit')
    await expect.poll(() => answers(url)).toBe(false)
  })
})
