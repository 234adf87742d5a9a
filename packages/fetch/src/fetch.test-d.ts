import { createOpenAI } from '@ai-sdk/openai'
import Anthropic from '@anthropic-ai/sdk'
import { ChatOpenAI } from '@langchain/openai'
import type { Denial, Entitlements } from '@tallygate/entitlements'
import OpenAI from 'openai'
import { expectTypeOf } from 'vitest'
import { withCustomer } from './context.ts'
import { findDenial, type MeteredAttempt, type MeteredFetch, type MeteredFetchOptions, meteredFetch } from './index.ts'
import { completionTokensAsked, readModelRequest } from './requests.ts'

declare const entitlements: Entitlements
const fetch = meteredFetch(entitlements, { customer: 'acme' })

expectTypeOf(fetch).toEqualTypeOf<MeteredFetch>()
expectTypeOf(fetch).toExtend<typeof globalThis.fetch>()
expectTypeOf(fetch.drained()).toEqualTypeOf<Promise<number>>()

// Every SDK takes it as it is.
new OpenAI({ fetch })
new Anthropic({ fetch })
createOpenAI({ fetch })
new ChatOpenAI({ configuration: { fetch } })

expectTypeOf(findDenial(new Error('no'))).toEqualTypeOf<Denial | undefined>()
expectTypeOf(withCustomer('acme', () => 7)).toEqualTypeOf<number>()
expectTypeOf(withCustomer({ customer: 'acme' }, async () => 7)).toEqualTypeOf<Promise<number>>()
expectTypeOf<NonNullable<MeteredFetchOptions['onAttempt']>>().parameter(0).toEqualTypeOf<MeteredAttempt>()
expectTypeOf(completionTokensAsked('chat', {})).toEqualTypeOf<number | undefined>()
expectTypeOf(readModelRequest('messages', {}).model).toEqualTypeOf<string>()

meteredFetch(entitlements, { customer: ({ headers }) => headers.get('x-tenant') ?? undefined })
// @ts-expect-error a customer is a text
meteredFetch(entitlements, { customer: 7 })
// @ts-expect-error not a policy
meteredFetch(entitlements, { unknownCalls: 'block' })
// @ts-expect-error not an option
meteredFetch(entitlements, { customers: 'acme' })
// @ts-expect-error entitlements are required
meteredFetch()
// @ts-expect-error not a kind of call
completionTokensAsked('video', {})
