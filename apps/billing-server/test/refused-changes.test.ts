import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

describe.each(testEngines)('a change that would break what is sold, on $name', (engine) => {
  let server: TestServer
  let guide: Guide

  beforeAll(async () => {
    server = await TestServer.start(engine)
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    guide = await followGuide(server)
  })

  const feature = async (reference: string): Promise<{ id: string }> =>
    (await server.must('GET', '/v1/features')).data.find((one: { reference: string }) => one.reference === reference)
  const refusal = async (method: string, path: string, body?: unknown) => {
    const answer = await server.call(method, path, body)
    return [answer.status, answer.body.code, answer.body.field]
  }
  const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()

  it('keeps a feature that a version grants, with its type and the values that are granted', async () => {
    const { id } = await feature('available_models')
    const path = `/v1/features/${id}`
    expect(await refusal('DELETE', path)).toEqual([400, 'INVALID_OPERATION', undefined])
    expect(await refusal('PATCH', path, { type: 'STRING' })).toEqual([400, 'INVALID_OPERATION', 'type'])
    const values = await refusal('PATCH', path, { enum_values: ['gpt-4o'] })
    expect(values).toEqual([400, 'INVALID_OPERATION', 'enum_values'])
    const put = await refusal('PUT', '/v1/features', { reference: 'available_models', type: 'STRING' })
    expect(put).toEqual([400, 'INVALID_OPERATION', 'type'])
    const more = await server.must('PATCH', path, { enum_values: ['gpt-4o', 'gpt-4o-mini', 'o3'] })
    expect(more.enum_values).toHaveLength(3)
    const fewer = await server.must('PATCH', path, { enum_values: ['gpt-4o', 'gpt-4o-mini'] })
    expect(fewer.enum_values).toHaveLength(2)
  })

  it('keeps a feature that only a schedule grants', async () => {
    const { id } = await server.must('POST', '/v1/features', { reference: 'extra', type: 'NUMBER' })
    await server.must('PATCH', `/v1/pricing-plan-schedules/${guide.scheduleId}`, {
      entitlements: [{ feature_id: id, number: '5' }],
    })
    expect(await refusal('DELETE', `/v1/features/${id}`)).toEqual([400, 'INVALID_OPERATION', undefined])
  })

  it('keeps a schedule with its subscription and its plan, and a version with its plan and number', async () => {
    const plan = await server.must('POST', '/v1/pricing-plans', { reference: 'other', name: 'Other' })
    const subscription = await server.must('POST', '/v1/pricing-plan-subscriptions', { customer_id: guide.customerId })
    const schedule = `/v1/pricing-plan-schedules/${guide.scheduleId}`
    const moved = await refusal('PATCH', schedule, { pricing_plan_subscription_id: subscription.id })
    expect(moved).toEqual([400, 'INVALID_OPERATION', 'pricing_plan_subscription_id'])
    const replanned = await refusal('PATCH', schedule, { pricing_plan_id: plan.id })
    expect(replanned).toEqual([400, 'INVALID_FIELD', 'pricing_plan_id'])
    const created = await refusal('POST', '/v1/pricing-plan-schedules', {
      pricing_plan_subscription_id: subscription.id,
      pricing_plan_version_id: guide.versionId,
      pricing_plan_id: plan.id,
      start_at: inDays(1),
    })
    expect(created).toEqual([400, 'INVALID_FIELD', 'pricing_plan_id'])
    const draft = await server.must('POST', '/v1/pricing-plan-versions', { pricing_plan_id: guide.planId })
    const version = `/v1/pricing-plan-versions/${draft.id}`
    expect(await refusal('PATCH', version, { pricing_plan_id: plan.id })).toEqual([
      400,
      'INVALID_OPERATION',
      'pricing_plan_id',
    ])
    expect(await refusal('PATCH', version, { version: 1 })).toEqual([409, 'RESOURCE_ALREADY_EXISTS', 'version'])
  })

  it('refuses an update that would make two schedules overlap', async () => {
    await server.must('PATCH', `/v1/pricing-plan-schedules/${guide.scheduleId}`, { end_at: inDays(10) })
    const next = await server.must('POST', '/v1/pricing-plan-schedules', {
      pricing_plan_subscription_id: guide.subscriptionId,
      pricing_plan_version_id: guide.versionId,
      start_at: inDays(20),
    })
    const path = `/v1/pricing-plan-schedules/${next.id}`
    expect(await refusal('PATCH', path, { start_at: inDays(5) })).toEqual([400, 'INVALID_FIELD', 'start_at'])
    const both = await refusal('PATCH', `${path}?set_previous_end_at=true&set_next_start_at=true`, {
      start_at: inDays(5),
    })
    expect(both).toEqual([400, 'INVALID_FIELD', 'set_next_start_at'])
  })

  it('keeps the only schedule of an ACTIVE subscription, even one that has not begun', async () => {
    const subscription = await server.must('POST', '/v1/pricing-plan-subscriptions', { customer_id: guide.customerId })
    const schedule = await server.must('POST', '/v1/pricing-plan-schedules', {
      pricing_plan_subscription_id: subscription.id,
      pricing_plan_version_id: guide.versionId,
      start_at: inDays(5),
    })
    await server.must('PATCH', `/v1/pricing-plan-subscriptions/${subscription.id}`, { status: 'ACTIVE' })
    const path = `/v1/pricing-plan-schedules/${schedule.id}`
    expect(await refusal('DELETE', path)).toEqual([400, 'INVALID_OPERATION', undefined])
  })
})
