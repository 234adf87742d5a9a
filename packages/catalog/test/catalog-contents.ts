import { type BillingClient, paginate, unwrap } from '@tallygate/client'

/**
 * Everything that a billing server has under references with this suffix, as text without it, and with references for
 * ids: equal texts for equal meanings. Sees what `plan` does not look at, such as a thing that was made twice.
 */
export async function catalogContents(client: BillingClient, suffix: string): Promise<string> {
  const query = (page: number) => ({ params: { query: { page, limit: 50 } } })
  const whole = { limit: 50 }
  const lists: readonly (readonly Resource[])[] = [
    (await unwrap(client.GET('/v1/meters'))).data,
    (await unwrap(client.GET('/v1/meter-values'))).data,
    (await unwrap(client.GET('/v1/meter-properties'))).data,
    await all(paginate((page) => client.GET('/v1/meter-value-calculations', query(page)), whole)),
    await all(paginate((page) => client.GET('/v1/features', query(page)), whole)),
    (await unwrap(client.GET('/v1/product-categories'))).data,
    (await unwrap(client.GET('/v1/products'))).data,
    await all(paginate((page) => client.GET('/v1/product-items', query(page)), whole)),
    await all(paginate((page) => client.GET('/v1/pricing-plans', query(page)), whole)),
  ]
  const resources = lists
    .flat()
    .filter(({ reference }) => reference?.endsWith(suffix))
    .toSorted((a, b) => (name(a) < name(b) ? -1 : 1))
  const versions = await Promise.all(
    resources
      .flatMap(({ pricing_plan_version_infos: infos }) => infos ?? [])
      .map(({ id = '' }) => unwrap(client.GET('/v1/pricing-plan-versions/{id}', { params: { path: { id } } }))),
  )
  let text = JSON.stringify([...resources, ...versions], withoutTimes, 1)
  for (const resource of resources) text = text.replaceAll(resource.id ?? '', name(resource))
  return text.replaceAll(/"[a-z]{3,4}_[0-9A-Za-z]{20}"/g, '"an id"').replaceAll(suffix, '')
}

async function all<Entry>(entries: AsyncIterable<Entry>): Promise<Entry[]> {
  const list: Entry[] = []
  for await (const entry of entries) list.push(entry)
  return list
}

interface Resource {
  readonly object_type?: string | null
  readonly id?: string | null
  readonly reference?: string
  readonly pricing_plan_version_infos?: readonly { readonly id?: string }[] | null
}

function name({ object_type: type, reference }: Resource): string {
  return `${type} ${reference}`
}

function withoutTimes(member: string, value: unknown): unknown {
  return member === 'created_at' || member === 'updated_at' ? undefined : value
}
