import { unwrap } from '@tallygate/client'
import { runsChromium } from '@tallygate/test-kit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { close, DeskUnderTest } from './desk-under-test.ts'

describe.runIf(runsChromium)('Desk in a browser', () => {
  let desk: DeskUnderTest
  beforeAll(async () => {
    desk = await DeskUnderTest.start()
  })
  afterAll(() => desk?.stop())

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true })

  it('signs in with a key, tells a wrong one at its field, and keeps the address', async () => {
    const { page, faults } = await desk.open('/meters/prompt_tokens', { apiKey: null })
    await page.getByLabel('API key', { exact: true }).fill('wrong')
    await page.keyboard.press('Enter')
    const field = page.getByLabel('API key', { exact: true })
    const error = page.locator('.mantine-PasswordInput-error')
    await expect.poll(() => error.textContent()).toMatch(/key/i)
    await page.getByRole('button', { name: 'Use the local test key' }).click()
    await heading(page, 'Prompt Tokens').waitFor()
    expect(new URL(page.url()).pathname).toBe('/desk/meters/prompt_tokens')

    // The server takes the key no longer: the next answer leads back to the key, not away from the page.
    await page.evaluate("sessionStorage.setItem('tallygate-desk-key', 'taken-back')")
    await page.reload()
    await field.waitFor()
    expect(await error.textContent()).toMatch(/key/i)
    await page.getByRole('button', { name: 'Use the local test key' }).click()
    await heading(page, 'Prompt Tokens').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await field.waitFor()
    expect(await page.evaluate("sessionStorage.getItem('tallygate-desk-key')")).toBeNull()
    expect(faults).toEqual([])
    await close(page)
  })

  it('creates the meter of the guide by mouse and keyboard: the same as through the API', async () => {
    const { page, faults } = await desk.open('/')
    await heading(page, 'Meters').waitFor()
    await page.getByRole('link', { name: 'New meter' }).click()
    await heading(page, 'New meter').waitFor()

    // An empty page is told field by field, and the first field has the focus.
    await page.getByRole('button', { name: 'Create meter' }).click()
    await page.getByText('A name must be given.').first().waitFor()
    expect(await page.evaluate("document.activeElement.getAttribute('data-path')")).toBe('name')

    await page.keyboard.type('Reasoning tokens')
    await page.keyboard.press('Tab')
    await page.keyboard.type('bad reference')
    const value = page.getByRole('group', { name: 'value 1' })
    await value.getByLabel('Reference').fill('token_count')
    await value.getByLabel('Name').fill('Token count')
    await page.getByRole('button', { name: 'Add property' }).click()
    const property = page.getByRole('group', { name: 'property 1' })
    await property.getByLabel('Reference').fill('effort')
    await property.getByLabel('Name').fill('Effort')
    await property.getByLabel('Type').selectOption('ENUM')
    await property.getByLabel('Allowed values').fill('low')
    await page.keyboard.press('Enter')
    await page.keyboard.type('high')
    await page.keyboard.press('Enter')
    const calculation = page.getByRole('group', { name: 'calculation 1' })
    await calculation.getByLabel('Reference').fill('reasoning_tokens_sum')
    await calculation.getByLabel('Name').fill('Reasoning tokens')
    await calculation.getByLabel('Of', { exact: true }).selectOption('token_count')
    await page.getByRole('button', { name: 'Create meter' }).click()

    // The API refuses the reference in its own words, after the property was created; nothing typed is lost.
    const reference = page.locator('[data-path=reference]')
    await expect.poll(() => reference.getAttribute('aria-invalid')).toBe('true')
    await page.reload()
    expect(await reference.inputValue()).toBe('bad reference')
    await reference.fill('reasoning_tokens')
    await page.getByRole('button', { name: 'Create meter' }).click()
    await heading(page, 'Reasoning tokens').waitFor()
    expect(new URL(page.url()).pathname).toBe('/desk/meters/reasoning_tokens')
    await page.getByText('SUM of token_count').waitFor()
    await page.getByText('ENUM: low, high').waitFor()
    expect(faults).toEqual([])
    await close(page)

    const query = { 'expand[]': ['ALL' as const] }
    const read = (idOrRef: string) =>
      unwrap(desk.api.GET('/v1/meters/{idOrRef}', { params: { path: { idOrRef }, query } }))
    const made = await read('reasoning_tokens')
    const demo = await read('prompt_tokens')
    expect(made).toMatchObject({ name: 'Reasoning tokens', status: 'ACTIVE' })
    // The value is the one that the other meters have.
    expect(made.meter_values).toEqual(demo.meter_values)
    expect(made.meter_properties?.[0]).toMatchObject({
      reference: 'effort',
      required: true,
      object: { type: 'ENUM', enum_values: ['low', 'high'], status: 'ACTIVE' },
    })
  })

  it('creates a feature of the guide: the same as through the API', async () => {
    const { page, faults } = await desk.open('/features')
    await page.getByRole('cell', { name: 'available_models', exact: true }).waitFor()
    await page.getByRole('link', { name: 'New feature' }).click()
    await heading(page, 'New feature').waitFor()
    await page.getByLabel('Name').fill('Regions')
    await page.getByLabel('Reference').fill('available_models')
    await page.getByLabel('Type').selectOption('ENUM')
    await page.getByRole('combobox', { name: 'Values' }).fill('eu')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Create feature' }).click()
    // The reference is taken: the API's words stand at its field, which has the focus.
    await page.getByText('exists already').waitFor()
    expect(await page.evaluate("document.activeElement.getAttribute('data-path')")).toBe('reference')
    await page.getByLabel('Reference').fill('regions')
    await page.keyboard.press('Enter')
    await page.getByRole('cell', { name: 'regions', exact: true }).waitFor()
    expect(faults).toEqual([])
    await close(page)
    const { data } = await unwrap(desk.api.GET('/v1/features', { params: { query: { limit: 100 } } }))
    const made = data.find(({ reference }) => reference === 'regions')
    expect(made).toMatchObject({ name: 'Regions', type: 'ENUM', enum_values: ['eu'] })
  })

  it('shows markup in names as text', async () => {
    const name = '<img src=x onerror="document.title=1"><b>bold</b>'
    await unwrap(desk.api.POST('/v1/meters', { body: { reference: 'markup', name } }))
    const { page, faults } = await desk.open('/meters/markup')
    await heading(page, name).waitFor()
    await page.getByRole('link', { name: 'All meters' }).click()
    await page.getByRole('link', { name, exact: true }).waitFor()
    expect(await page.locator('img, main b').count()).toBe(0)
    expect(faults).toEqual([])
    await close(page)
  })

  it('tells what is not there, and leads on from it', async () => {
    const { page, faults } = await desk.open('/meters/nowhere')
    await page.getByRole('alert').getByRole('button', { name: 'Try again' }).waitFor()
    await page.goto(`${desk.url}/desk/nowhere`)
    await heading(page, 'No such page').waitFor()
    await page.getByRole('link', { name: 'Meters' }).click()
    await heading(page, 'Meters').waitFor()
    expect(faults).toEqual([])
    await close(page)
  })

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 375],
    ['dark', 375],
  ] as const)('has no accessibility violation and no sideways scrolling: %s, %i px', async (colorScheme, width) => {
    const { page, faults } = await desk.open('/meters', { colorScheme, width })
    const check = async (place: string): Promise<void> => {
      if (process.env['SCREENSHOTS']) {
        await page.screenshot({ path: `${process.env['SCREENSHOTS']}/${place}-${colorScheme}-${width}.png` })
      }
      expect(await desk.violations(page), place).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth'), place).toBeLessThanOrEqual(width)
    }
    await page.getByRole('link', { name: 'Prompt Tokens' }).waitFor()
    await check('meters')
    await page.getByRole('link', { name: 'Prompt Tokens' }).click()
    await page.getByText('SUM of token_count').waitFor()
    await check('meter')
    await page.goto(`${desk.url}/desk/meters/new`)
    await page.getByRole('button', { name: 'Add property' }).click()
    await page.getByRole('button', { name: 'Create meter' }).click()
    await page.getByText('A name must be given.').first().waitFor()
    await check('new-meter')
    await page.goto(`${desk.url}/desk/features`)
    await page.getByRole('cell', { name: 'available_models', exact: true }).waitFor()
    await check('features')
    await page.goto(`${desk.url}/desk/features/new`)
    await page.getByRole('button', { name: 'Create feature' }).click()
    await page.getByText('A name must be given.').waitFor()
    await check('new-feature')
    expect(faults).toEqual([])
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    await check('sign-in')
    await close(page)
  })
})
