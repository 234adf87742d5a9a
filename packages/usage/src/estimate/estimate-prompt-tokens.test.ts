import { describe, expect, test } from 'vitest'
import { dataUrl, jpeg, png } from '../../test/pictures.ts'
import { estimatePromptTokens, tokensOfContent, tokensOfJson } from './estimate-prompt-tokens.ts'

const ask = (content: unknown, model = 'gpt-4o') => ({ model, messages: [{ role: 'user', content }] })
const photo = dataUrl('image/jpeg', jpeg(1200, 800, 120_000))
const picture = (url: string, detail?: string) => [{ type: 'image_url', image_url: { url, ...(detail && { detail }) } }]
const byUrl = 'https://example.com/cat.jpg'
/** The tokens that a prompt of one message has beside its content. */
const FRAME = 7

describe('a request', () => {
  test.each([
    ['chat', ask('12345678'), FRAME + 2],
    ['chat with parts', ask([{ type: 'text', text: '12345678' }]), FRAME + 2],
    [
      'two messages',
      {
        messages: [
          { role: 'user', content: '1234' },
          { role: 'assistant', content: '5678' },
        ],
      },
      3 + 8 + 2,
    ],
    ['Responses with a text', { input: '12345678', instructions: 'abcd' }, 3 + 3],
    [
      'Responses with items',
      { input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: '12345678' }] }] },
      FRAME + 2,
    ],
    [
      'Responses with the output of a call',
      { input: [{ type: 'function_call_output', call_id: 'call_123', output: '12345678' }] },
      FRAME + 2,
    ],
    [
      'Anthropic',
      {
        system: [{ type: 'text', text: '1234' }],
        messages: [{ role: 'user', content: [{ type: 'text', text: '5678' }] }],
      },
      FRAME + 2,
    ],
    [
      'Anthropic’s result of a tool',
      ask([{ type: 'tool_result', tool_use_id: 'x', content: [{ type: 'text', text: '12345678' }] }]),
      FRAME + 2,
    ],
    [
      'Gemini',
      { contents: [{ role: 'user', parts: [{ text: '12345678' }] }], systemInstruction: { parts: [{ text: 'abcd' }] } },
      FRAME + 3,
    ],
    ['completions', { prompt: '12345678' }, 3 + 2],
    ['embeddings of texts', { input: ['1234', '5678'] }, 3 + 2],
    ['embeddings of tokens', { input: [[1, 2, 3], [4]] }, 3 + 4],
    ['no members that a prompt has', { model: 'gpt-4o', temperature: 1, metadata: { note: 'x'.repeat(400) } }, 3],
    ['nothing', undefined, 3],
  ])('%s', (_name, request, want) => {
    expect(estimatePromptTokens(request)).toBe(want)
  })

  test('counts the definitions of tools and the schema of the answer as JSON', () => {
    const definition = { type: 'function', function: { name: 'search', parameters: { type: 'object', a: [1, true] } } }
    for (const [more, json] of [
      [{ tools: [definition] }, [definition]],
      [{ functions: [definition] }, [definition]],
      [{ response_format: definition }, definition],
      [{ text: { format: definition } }, definition],
      [{ generationConfig: { responseSchema: definition, temperature: 1 } }, definition],
    ]) {
      const want = Math.ceil(JSON.stringify(json).length / 4)
      expect(estimatePromptTokens({ ...ask(''), ...more }) - FRAME).toBe(want)
    }
  })

  test('counts calls of tools in messages', () => {
    const call = { id: 'call_123', type: 'function', function: { name: 'search', arguments: '{"query":"a"}' } }
    const tokens = estimatePromptTokens({ messages: [{ role: 'assistant', content: null, tool_calls: [call] }] })
    expect(tokens - FRAME).toBe(Math.ceil((JSON.stringify([call]).length - 4) / 4))
  })

  test('is read whatever its depth', () => {
    let content: unknown = 'abcd'
    for (let depth = 0; depth < 200_000; depth += 1) content = [content]
    expect(estimatePromptTokens(ask(content))).toBe(FRAME + 1)
    let schema: unknown = {}
    for (let depth = 0; depth < 200_000; depth += 1) schema = { a: schema }
    expect(estimatePromptTokens({ tools: [schema] })).toBeGreaterThan(200_000)
  })
})

describe('a picture', () => {
  test.each([
    ['1024 × 1024, gpt-4o', picture(dataUrl('image/png', png(1024, 1024)), 'high'), 'gpt-4o', 765],
    ['2048 × 4096, gpt-4o', picture(dataUrl('image/png', png(2048, 4096))), 'gpt-4o', 1105],
    ['in low detail, gpt-4o', picture(photo, 'low'), 'gpt-4o', 85],
    ['small, gpt-4o', picture(dataUrl('image/png', png(64, 64))), 'gpt-4o', 255],
    ['a photo of 160 kB, gpt-4o', picture(photo), 'gpt-4o', 1105],
    ['a photo of 160 kB, gpt-4o-mini', picture(photo), 'gpt-4o-mini', 36_835],
    ['a photo of 160 kB, gpt-4.1-mini', picture(photo), 'gpt-4.1-mini-2025-04-14', 1539],
    ['a photo of 160 kB, gpt-5-nano', picture(photo), 'gpt-5-nano', 2337],
    ['a photo of 160 kB, gpt-5', picture(photo), 'gpt-5', 910],
    ['a photo of 160 kB, o3', picture(photo), 'openai/o3', 975],
    ['a photo of 160 kB, o4-mini', picture(photo), 'o4-mini', 1634],
    ['a photo of 160 kB, Claude', picture(photo), 'claude-sonnet-4-5', 1280],
    ['a photo of 160 kB, Gemini', picture(photo), 'gemini-2.5-pro', 258 * 6],
    ['of 300 × 300, Gemini', picture(dataUrl('image/png', png(300, 300))), 'gemini-2.5-pro', 258],
    ['by its address', picture(byUrl), 'gpt-4o', 765],
    ['by its address, gpt-4o-mini', picture(byUrl), 'gpt-4o-mini', 25_501],
    ['ten by their addresses', Array.from({ length: 10 }, () => picture(byUrl)).flat(), 'gpt-4o', 7650],
    ['that cannot be read', picture('data:image/png;base64,AAAA'), 'gpt-4o', 765],
    ['of Responses', [{ type: 'input_image', image_url: photo }], 'gpt-4o', 1105],
    ['of Responses, by id and in low detail', [{ type: 'input_image', file_id: 'f', detail: 'low' }], 'gpt-4o', 85],
    [
      'of Anthropic',
      [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: png(1000, 750).toString('base64') } }],
      'claude-sonnet-4-5',
      1000,
    ],
    [
      'of Anthropic, by its address',
      [{ type: 'image', source: { type: 'url', url: byUrl } }],
      'claude-sonnet-4-5',
      1399,
    ],
    [
      'of Gemini',
      [{ inlineData: { mimeType: 'image/png', data: png(300, 300).toString('base64') } }],
      'gemini-2.5-pro',
      258,
    ],
    ['of Bedrock', [{ image: { format: 'png', source: { bytes: png(1000, 750) } } }], 'anthropic.claude-x', 1000],
    [
      'of LangChain',
      [{ type: 'image', source_type: 'base64', mime_type: 'image/png', data: png(1024, 1024).toString('base64') }],
      'gpt-4o',
      765,
    ],
    ['of LangChain, as bytes', [{ type: 'image', mimeType: 'image/png', data: png(1024, 1024) }], 'gpt-4o', 765],
    ['of LangChain, by its address', [{ type: 'image', url: byUrl }], 'gpt-4o', 765],
    [
      'in the result of a tool',
      [{ type: 'tool_result', content: [{ type: 'image', source: { type: 'url', url: byUrl } }] }],
      'gpt-4o',
      765,
    ],
    [
      'in a part of another type',
      [{ type: 'screenshot', data: png(1024, 1024).toString('base64'), mime_type: 'image/png' }],
      'gpt-4o',
      765,
    ],
  ])('%s', (_name, content, model, want) => {
    expect(tokensOfContent(content, { model })).toBe(want)
    expect(estimatePromptTokens(ask(content, model))).toBe(FRAME + want)
  })
})

describe('a sound, a film, a document', () => {
  const wav = Buffer.alloc(480_044)
  wav.write('RIFF', 0, 'latin1')
  wav.write('WAVE', 8, 'latin1')
  wav.writeUInt32LE(48_000, 28)
  const pdf = (pages: number, padding = 0) =>
    Buffer.from(
      `%PDF-1.7\n<< /Type /Pages >>\n${'<< /Type /Page /Parent 1 0 R >>\n'.repeat(pages)}${' '.repeat(padding)}`,
    )
  test.each([
    [
      'ten seconds of WAV',
      [{ type: 'input_audio', input_audio: { format: 'wav', data: wav.toString('base64') } }],
      'gpt-4o-audio-preview',
      101,
    ],
    [
      'ten seconds of WAV, Gemini',
      [{ inlineData: { mimeType: 'audio/wav', data: wav.toString('base64') } }],
      'gemini-2.5-pro',
      321,
    ],
    [
      'ten seconds of MP3',
      [{ type: 'input_audio', input_audio: { format: 'mp3', data: Buffer.alloc(160_000).toString('base64') } }],
      'gpt-4o-audio-preview',
      100,
    ],
    [
      'a film by its address, Gemini',
      [{ fileData: { mimeType: 'video/mp4', fileUri: 'gs://a/b.mp4' } }],
      'gemini-2.5-pro',
      17_400,
    ],
    [
      'a PDF of three pages',
      [{ type: 'file', file: { filename: 'a.pdf', file_data: dataUrl('application/pdf', pdf(3)) } }],
      'gpt-4o',
      6000,
    ],
    [
      'a PDF that compresses its pages',
      [{ type: 'input_file', file_data: dataUrl('application/pdf', pdf(0, 149_000)) }],
      'gpt-4o',
      6000,
    ],
    [
      'a PDF, Gemini',
      [{ inlineData: { mimeType: 'application/pdf', data: pdf(3).toString('base64') } }],
      'gemini-2.5-pro',
      774,
    ],
    [
      'a PDF of Anthropic',
      [
        {
          type: 'document',
          source: { type: 'base64', media_type: 'application/pdf', data: pdf(2).toString('base64') },
        },
      ],
      'claude-sonnet-4-5',
      4000,
    ],
    ['a file by its id', [{ type: 'file', file: { file_id: 'file_1' } }], 'gpt-4o', 20_000],
    [
      'a text of Anthropic',
      [{ type: 'document', source: { type: 'text', media_type: '', data: '12345678' } }],
      'claude-sonnet-4-5',
      2,
    ],
    [
      'a file that is text',
      [{ type: 'file', file: { file_data: dataUrl('text/csv', Buffer.from('12345678')) } }],
      'gpt-4o',
      2,
    ],
  ])('%s', (_name, content, model, want) => {
    expect(tokensOfContent(content, { model })).toBe(want)
  })
})

test('a value that is given as JSON counts its text', () => {
  const value = { name: 'search', list: ['a', 'b', { deep: null }], count: 12, flag: false, gone: undefined }
  expect(tokensOfJson(value)).toBe(Math.ceil(JSON.stringify(value).length / 4))
  expect(tokensOfJson(undefined)).toBe(0)
})
