import { assertType, expectTypeOf, test } from 'vitest'
import {
  type BillingClient,
  createBillingClient,
  isWebhookEventOf,
  paginate,
  type paths,
  type Schema,
  unwrap,
  type WebhookEvent,
} from './index.ts'
import type { OperationAt, OperationData } from './operation.ts'

// Checked by the compiler, in the ordinary typecheck; nothing here runs. Every @ts-expect-error stands on the narrowest
// line that is wrong, so that it cannot hide another mistake.

declare const client: BillingClient

test('a list: filters, brackets, expand', async () => {
  const { data } = await client.GET('/v1/meters', {
    params: { query: { order_direction: 'asc', 'statuses[]': ['ACTIVE'], 'expand[]': ['ALL'] } },
  })
  expectTypeOf(data?.data).toEqualTypeOf<Schema<'Meter'>[] | undefined>()
  await client.GET('/v1/meters')
  // @ts-expect-error the path does not exist
  await client.GET('/v1/metres')
  // @ts-expect-error the path has no such method
  await client.PUT('/v1/meters')
  await client.GET('/v1/meters', {
    params: {
      query: {
        // @ts-expect-error the filter does not exist
        limits: 10,
      },
    },
  })
  await client.GET('/v1/meters', {
    params: {
      query: {
        // @ts-expect-error the filter takes a list, and its name has brackets
        statuses: ['ACTIVE'],
      },
    },
  })
  await client.GET('/v1/meters', {
    params: {
      query: {
        'statuses[]': [
          // @ts-expect-error the enum has no such member
          'LIVE',
        ],
      },
    },
  })
  await client.GET('/v1/meters', {
    // @ts-expect-error the option does not exist
    parameters: {},
  })
})

test('one resource: the path values are required', async () => {
  const meter = await unwrap(client.GET('/v1/meters/{idOrRef}', { params: { path: { idOrRef: 'tokens' } } }))
  expectTypeOf(meter).toEqualTypeOf<Schema<'Meter'>>()
  // @ts-expect-error the options are required
  await client.GET('/v1/meters/{idOrRef}')
  await client.GET('/v1/meters/{idOrRef}', {
    params: {
      // @ts-expect-error the path value is missing
      path: {},
    },
  })
  await client.GET('/v1/meters/{idOrRef}', {
    params: {
      path: {
        // @ts-expect-error the path value has another name
        id: 'tokens',
      },
    },
  })
  // @ts-expect-error the answer has no such member
  assertType(meter.refrence)
})

test('a creation: the body is required and exact', async () => {
  expectTypeOf(
    await unwrap(client.POST('/v1/meters', { body: { reference: 'tokens', status: 'ACTIVE' } })),
  ).toEqualTypeOf<Schema<'Meter'>>()
  // @ts-expect-error the options are required
  await client.POST('/v1/meters')
  await client.POST(
    '/v1/meters',
    // @ts-expect-error the body is missing
    {},
  )
  await client.POST('/v1/meters', {
    // @ts-expect-error the body lacks its reference
    body: {},
  })
  await client.POST('/v1/meters', {
    body: {
      reference: 'tokens',
      // @ts-expect-error the member does not exist
      nmae: 'Tokens',
    },
  })
  await client.POST('/v1/meters', {
    body: {
      reference: 'tokens',
      // @ts-expect-error the enum has no such member
      status: 'LIVE',
    },
  })
  await client.POST('/v1/meters', {
    body: {
      reference: 'tokens',
      meter_values: [
        {
          reference: 'token_count',
          // @ts-expect-error the nested member has another type
          required: 'yes',
        },
      ],
    },
  })
})

test('an update', async () => {
  const path = { idOrRef: 'tokens' }
  expectTypeOf(
    await unwrap(client.PATCH('/v1/meters/{idOrRef}', { params: { path }, body: { name: 'T' } })),
  ).toEqualTypeOf<Schema<'Meter'>>()
  await client.PATCH('/v1/meters/{idOrRef}', {
    params: { path },
    body: {
      // @ts-expect-error the member has another type
      name: 7,
    },
  })
})

test('an upsert', async () => {
  const customer = client.PUT('/v1/customers', {
    params: { query: { identifier_field: 'REFERENCE' } },
    body: { reference: 'acme', type: 'ORGANIZATION' },
  })
  expectTypeOf(await unwrap(customer)).toEqualTypeOf<Schema<'Customer'>>()
  await client.PUT('/v1/customers', {
    body: {
      reference: 'acme',
      // @ts-expect-error the enum has no such member
      type: 'COMPANY',
    },
  })
})

test('a removal and an action: no body', async () => {
  const path = { idOrRef: 'tokens' }
  expectTypeOf(await unwrap(client.DELETE('/v1/meters/{idOrRef}', { params: { path } }))).toEqualTypeOf<
    Schema<'Meter'>
  >()
  await client.DELETE('/v1/meters/{idOrRef}', {
    params: { path },
    // @ts-expect-error the operation takes no body
    body: {},
  })
  await client.POST('/v1/products/{idOrRef}/activate', { params: { path } })
  await client.POST('/v1/products/{idOrRef}/activate', {
    params: {
      path,
      query: {
        // @ts-expect-error the flag has another type
        align_product_item_status: 'yes',
      },
    },
  })
})

test('a search', async () => {
  const found = await unwrap(
    client.POST('/v1/customers/search', { body: { search_fields: [{ name: 'reference', value: 'acme' }] } }),
  )
  expectTypeOf(found.data).toEqualTypeOf<Schema<'Customer'>[]>()
})

test('a usage event: quantities are text', async () => {
  await client.POST('/v1/ingest/meter-data', {
    body: {
      reference: 'request-1-prompt',
      meter_values: [
        {
          reference: 'token_count',
          // @ts-expect-error a quantity is a decimal as text, never a number
          number: 842,
        },
      ],
    },
  })
})

test('a download: how it is read must be said, and decides what comes', async () => {
  const pdf = { params: { path: { id: 'invo_1' } } }
  expectTypeOf(
    await unwrap(client.GET('/v1/invoices/{id}/pdf', { ...pdf, parseAs: 'arrayBuffer' })),
  ).toEqualTypeOf<ArrayBuffer>()
  await client.GET(
    '/v1/invoices/{id}/pdf',
    // @ts-expect-error parseAs is missing
    pdf,
  )
  await client.GET('/v1/invoices/{id}/pdf', {
    ...pdf,
    // @ts-expect-error a PDF is no JSON
    parseAs: 'json',
  })
})

test('an error is the error object of the API or text', async () => {
  const { error } = await client.POST('/v1/meters', { body: { reference: 'tokens' } })
  expectTypeOf(error).toEqualTypeOf<Schema<'ApiError'> | string | undefined>()
  // @ts-expect-error a proxy in between answers with a page, which has no code
  assertType(error?.code)
})

test('pages: the entry of a paged and of a data-only list', async () => {
  expectTypeOf(paginate((page) => client.GET('/v1/customers', { params: { query: { page } } }))).toEqualTypeOf<
    AsyncGenerator<Schema<'Customer'>, void, undefined>
  >()
  expectTypeOf(paginate(() => client.GET('/v1/meters'))).toEqualTypeOf<
    AsyncGenerator<Schema<'Meter'>, void, undefined>
  >()
})

test('a webhook event: its type decides its data', () => {
  const read = (event: WebhookEvent): void => {
    if (event.type === 'INVOICE.STATUS_TO_FINAL') expectTypeOf(event.data).toEqualTypeOf<Schema<'Invoice'>>()
    if (event.type === 'PRICING_PLAN_VERSION.CREATED') {
      expectTypeOf(event.data).toEqualTypeOf<Schema<'PricingPlanVersion'>>()
    }
    if (isWebhookEventOf(event, 'CUSTOMER')) expectTypeOf(event.data).toEqualTypeOf<Schema<'Customer'>>()
    // @ts-expect-error not every event is about an invoice
    assertType(event.data.invoice_number)
  }
  expectTypeOf(read).parameter(0).toEqualTypeOf<WebhookEvent>()
})

test("another contract's client has that contract's paths and no others", async () => {
  interface Other {
    '/v2/things': { get: { responses: { 200: { content: { 'application/json': { readonly thing: string } } } } } }
  }
  const other = createBillingClient<Other>({ apiKey: 'key', baseUrl: 'https://api.example.com' })
  expectTypeOf(await unwrap(other.GET('/v2/things'))).toEqualTypeOf<{ readonly thing: string }>()
  // @ts-expect-error the path is not in this contract
  await other.GET('/v1/meters')
})

test('other spellings of JSON count as JSON, and an answer without a body is undefined', async () => {
  interface Other {
    '/a': { get: { responses: { 200: { content: { '*/*': { readonly a: 1 } } } } } }
    '/b': { get: { responses: { 200: { content: { 'application/json;charset=UTF-8': { readonly b: 1 } } } } } }
    '/c': { delete: { responses: { 204: { content?: never } } } }
  }
  const other = createBillingClient<Other>({ apiKey: 'key', baseUrl: 'https://api.example.com' })
  expectTypeOf(await unwrap(other.GET('/a'))).toEqualTypeOf<{ readonly a: 1 }>()
  expectTypeOf(await unwrap(other.GET('/b'))).toEqualTypeOf<{ readonly b: 1 }>()
  expectTypeOf(await unwrap(other.DELETE('/c'))).toEqualTypeOf<undefined>()
})

test('headers that the client sends itself, and the version of the API, may be left out', async () => {
  interface Vendor {
    '/v{version}/things/{id}': {
      get: {
        parameters: {
          query?: { page?: number }
          header: { 'X-API-KEY': string; 'x-platform-id'?: string }
          path: { version: string; id: string }
          cookie?: never
        }
        responses: { 200: { content: { 'application/json': { readonly thing: string } } } }
      }
    }
    '/v{version}/things': {
      post: {
        parameters: { query?: never; header: { 'X-API-KEY': string; 'X-Needed': string }; path: { version: string } }
        responses: { 200: { content: { 'application/json': { readonly thing: string } } } }
      }
      get: {
        parameters: { query?: never; header: { 'X-API-KEY': string }; path: { version: string }; cookie?: never }
        responses: { 200: { content: { 'application/json': { readonly thing: string } } } }
      }
    }
  }
  const vendor = createBillingClient<Vendor>({ apiKey: 'key', baseUrl: 'https://api.example.com' })
  expectTypeOf(await unwrap(vendor.GET('/v{version}/things'))).toEqualTypeOf<{ readonly thing: string }>()
  await vendor.GET('/v{version}/things/{id}', { params: { path: { id: 'a' }, query: { page: 1 } } })
  await vendor.GET('/v{version}/things/{id}', {
    params: { path: { version: '1', id: 'a' }, header: { 'X-API-KEY': 'key', 'x-platform-id': 'plat_1' } },
  })
  await vendor.POST('/v{version}/things', { params: { header: { 'X-Needed': 'a' } } })
  await vendor.GET('/v{version}/things/{id}', {
    params: {
      // @ts-expect-error the id is missing
      path: { version: '1' },
    },
  })
  await vendor.POST('/v{version}/things', {
    params: {
      // @ts-expect-error a header that is not the client's stays required
      header: {},
    },
  })
  // @ts-expect-error the options are required, for the id
  await vendor.GET('/v{version}/things/{id}')
})

/**
 * Operations whose answer collapsed to `never`: the downloads, and nothing else however the contract's unions are
 * built.
 */
type WithoutJson = {
  [Path in keyof paths]: {
    [Method in 'get' | 'post' | 'put' | 'patch' | 'delete']: [OperationAt<paths, Path, Method>] extends [never]
      ? never
      : [OperationData<OperationAt<paths, Path, Method>, 'json'>] extends [never]
        ? `${Method} ${Path}`
        : never
  }['get' | 'post' | 'put' | 'patch' | 'delete']
}[keyof paths]

test('the answer of every operation has a type', () => {
  expectTypeOf<WithoutJson>().toEqualTypeOf<'get /v1/invoices/{id}/pdf' | 'get /v1/meters/{idOrRef}/meter-data-file'>()
})
