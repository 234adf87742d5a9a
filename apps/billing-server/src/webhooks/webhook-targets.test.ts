import type { lookup } from 'node:dns'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { guardedFetch } from './guarded-fetch.ts'
import { WebhookTargets } from './webhook-targets.ts'

const refusal = expect.objectContaining({ status: 400, field: 'url' })

describe('what an operator allows', () => {
  const targets = new WebhookTargets(['*'])

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://0.0.0.0/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://[ff02::1]/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
  ])('* does not reach %s', (url) => {
    expect(() => targets.assertAllowed(url)).toThrow(refusal)
  })

  it.each(['https://hooks.example/in', 'http://8.8.8.8/', 'http://[2606:4700::1111]/', 'http://[::ffff:8.8.8.8]/'])(
    '* reaches %s',
    (url) => {
      expect(() => targets.assertAllowed(url)).not.toThrow()
    },
  )

  it('reaches a private address that is listed itself, with its port where one is listed', () => {
    const listed = new WebhookTargets(['127.0.0.1:9000', '[::1]:9000', 'Inside.example'])
    for (const url of ['http://127.0.0.1:9000/', 'http://[::1]:9000/', 'http://inside.example./']) {
      expect(() => listed.assertAllowed(url)).not.toThrow()
    }
    for (const url of ['http://127.0.0.1:9001/', 'http://127.0.0.1/', 'http://inside.example.evil.example/']) {
      expect(() => listed.assertAllowed(url)).toThrow(refusal)
    }
  })
})

/** A name service that says what a test wants. */
const saying = (...addresses: string[]) =>
  ((_host: string, _options: object, callback: (error: null, found: object[]) => void) => {
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }) as unknown as typeof lookup

describe('a connection', () => {
  const post = (targets: WebhookTargets, url: string, ...addresses: string[]) =>
    guardedFetch(targets, saying(...addresses))(url, { method: 'POST', body: '{}' })

  it.each([['127.0.0.1'], ['10.0.0.1'], ['::ffff:127.0.0.1'], ['fe80::1%eth0'], ['169.254.169.254']])(
    'is refused when a public name leads to %s by then',
    async (address) => {
      await expect(post(new WebhookTargets(['*']), 'http://hooks.example/', address)).rejects.toThrow('not allowed')
    },
  )

  it('is refused to the metadata service, even for a name that is listed', async () => {
    const targets = new WebhookTargets(['inside.example'])
    await expect(post(targets, 'http://inside.example/', '169.254.169.254')).rejects.toThrow('not allowed')
  })

  it('is made to a listed name that is private, follows no redirect, and does not wait for an answer’s end', async () => {
    let requests = 0
    const server = createServer((_request, response) => {
      requests += 1
      response.writeHead(302, { location: '/again' }).write('a body without an end')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = server.address() as AddressInfo
      const answer = await post(new WebhookTargets(['inside.example']), `http://inside.example:${port}/`, '127.0.0.1')
      expect([answer.status, requests]).toEqual([302, 1])
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })
})
