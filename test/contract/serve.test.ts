import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startBrowserHost } from '#hosts/browser/serve.ts'
import { startTestHost, type TestHost } from './support/browser-host.ts'

let host: TestHost
let cookie: string

beforeAll(async () => {
  host = await startTestHost()
  cookie = await host.signIn()
})
afterAll(() => host.dispose())

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** A raw request: `fetch` would tidy the path and refuse to set Host. */
function send(path: string, headers: Record<string, string> = {}, method = 'GET', body = '') {
  return new Promise<Answer>((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port: host.port, path, method, headers },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text })
        })
      },
    )
    call.on('error', reject)
    call.end(body)
  })
}

/** The status a WebSocket handshake ends with; 101 where it was accepted. */
function handshake(headers: Record<string, string>, path = '/rpc'): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers })
    socket.once('open', () => {
      socket.close()
      resolve(101)
    })
    socket.once('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    socket.once('error', () => {})
  })
}

describe('sessions', () => {
  test('an address opens one session and is then spent', async () => {
    const path = host.newAddress().slice(host.origin.length)
    const first = await send(path)
    expect(first.status).toBe(303)
    expect(first.headers.location).toBe('/')
    expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict$/)
    const second = await send(path)
    expect(second.status).toBe(401)
    expect(second.headers['set-cookie']).toBeUndefined()
    expect(second.body).toContain('used already')
  })

  test('a link from another site opens the page with a navigation of its own', async () => {
    const path = host.newAddress().slice(host.origin.length)
    const answer = await send(path, { 'Sec-Fetch-Site': 'cross-site' })
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('http-equiv="refresh"')
  })

  test.each(['/', '/index.html', '/assets/index-abc123.js', '/session'])(
    'without a session %s is refused',
    async (path) => {
      const { status, body } = await send(path)
      expect(status).toBe(401)
      expect(body).toContain('Press Enter where Galley runs')
    },
  )

  test('without a session or a token a call is refused in the shape of all failures', async () => {
    const { status, body } = await send('/api/v1/templates')
    expect(status).toBe(401)
    expect(JSON.parse(body)).toMatchObject({ code: 'not_permitted', data: { fault: 'user' } })
  })

  test('with a session the page and the API answer', async () => {
    const page = await send('/', { Cookie: cookie })
    expect(page.status).toBe(200)
    expect(page.headers['cache-control']).toBe('no-store')
    expect((await send('/session', { Cookie: cookie })).status).toBe(200)
    expect((await send('/api/v1/templates', { Cookie: cookie })).status).toBe(200)
  })

  test('a made-up cookie or token is refused', async () => {
    const name = cookie.split('=')[0]
    expect((await send('/', { Cookie: `${name}=${'a'.repeat(43)}` })).status).toBe(401)
    expect((await send('/?token=guess')).status).toBe(401)
    const bearer = { Authorization: 'Bearer guess' }
    expect((await send('/api/v1/templates', bearer)).status).toBe(401)
  })
})

describe('who may call', () => {
  test('a request under a foreign host name is refused, with or without a session', async () => {
    for (const name of ['evil.example', `evil.example:${host.port}`, 'localhost']) {
      const { status } = await send('/healthz', { Host: name, Cookie: cookie })
      expect({ name, status }).toEqual({ name, status: 421 })
    }
    expect((await send('/healthz', { Host: `localhost:${host.port}` })).status).toBe(200)
  })

  test('another origin can neither read nor write', async () => {
    const body = '{"name":"x","content":{"body":{"kind":"text","text":"x"}}}'
    const json = { Cookie: cookie, 'Content-Type': 'application/json' }
    for (const origin of ['http://evil.example', 'http://127.0.0.1:1', 'null']) {
      const headers = { ...json, Origin: origin }
      expect((await send('/api/v1/templates', headers)).status).toBe(403)
      expect((await send('/api/v1/templates', headers, 'POST', body)).status).toBe(403)
    }
    // Other ports are the same site, so the cookie alone proves nothing about the page.
    expect((await send('/api/v1/templates', json, 'POST', body)).status).toBe(403)
    const sameSite = { Cookie: cookie, 'Sec-Fetch-Site': 'same-site' }
    expect((await send('/api/v1/templates', sameSite)).status).toBe(403)
    const ours = { ...json, Origin: host.origin }
    expect((await send('/api/v1/templates', ours, 'POST', body)).status).toBe(200)
  })

  test('no answer allows another origin to read it', async () => {
    const { headers } = await send('/api/v1/templates', { Cookie: cookie, Origin: host.origin })
    expect(headers['access-control-allow-origin']).toBeUndefined()
    const preflight = await send('/api/v1/templates', { Origin: 'http://evil.example' }, 'OPTIONS')
    expect(preflight.status).toBe(403)
  })

  test('a line is opened for our own page or the bearer token only', async () => {
    const ours = { Cookie: cookie, Origin: host.origin }
    expect(await handshake(ours)).toBe(101)
    expect(await handshake({ Authorization: `Bearer ${host.apiToken}` })).toBe(101)
    expect(await handshake({ Cookie: cookie, Origin: 'http://evil.example' })).toBe(403)
    expect(await handshake({ Cookie: cookie })).toBe(403)
    expect(await handshake({ Origin: host.origin })).toBe(401)
    expect(await handshake({ ...ours, Host: 'evil.example' })).toBe(421)
    expect(await handshake(ours, '/other')).toBe(403)
  })
})

describe('what is served', () => {
  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '//secret.txt',
    '/%00',
    '/assets',
  ])('%s does not exist', async (path) => {
    const { status, body } = await send(path, { Cookie: cookie })
    expect(status).toBe(404)
    expect(body).not.toContain('unseen')
  })

  test.each(['/', '/nothing', '/healthz', '/api/v1/templates', '/?token=x'])(
    'the answer to %s carries the security headers',
    async (path) => {
      const { headers } = await send(path, { Cookie: cookie })
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe-eval|blob:|\*|https?:/)
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(headers['cross-origin-resource-policy']).toBe('same-origin')
    },
  )

  test('pages can only be read', async () => {
    expect((await send('/', { Cookie: cookie, Origin: host.origin }, 'POST')).status).toBe(405)
  })

  test('an odd request is answered, not crashed on', async () => {
    expect((await send('http://evil.example/', { Cookie: cookie })).status).toBe(400)
    expect((await send('/healthz')).body).toBe('{"status":"ok","version":"9.9.9"}')
  })
})

describe('start and stop', () => {
  const options = () => ({
    core: host.core,
    logger: host.logger,
    pagesFolder: fileURLToPath(new URL('.', import.meta.url)),
    version: '9.9.9',
  })

  test('a port in use is a sentence with a way out', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await expect(startBrowserHost({ ...options(), port })).rejects.toMatchObject({
      code: 'port_in_use',
      message: `Port ${port} is in use by another program.`,
      problem: { fix: expect.stringContaining('--port') },
    })
    other.close()
  })

  test('pages that were not built are a sentence with a way out', async () => {
    const pagesFolder = '/nowhere/renderer'
    await expect(startBrowserHost({ ...options(), pagesFolder, port: 0 })).rejects.toMatchObject({
      code: 'missing_part',
      problem: { fix: expect.stringContaining('npm run build') },
    })
  })

  test('a caller that breaks off while its workspace is being opened harms nobody', async () => {
    const asked = Promise.withResolvers<void>()
    const opened = Promise.withResolvers<null>()
    const coreOf = () => {
      asked.resolve()
      return opened.promise
    }
    const one = await startBrowserHost({ ...options(), coreOf, port: 0 })
    const caller = connect(one.port, '127.0.0.1')
    caller.write(
      `GET /rpc?workspace=other HTTP/1.1\r\nHost: 127.0.0.1:${one.port}\r\nUpgrade: websocket\r\n` +
        `Connection: Upgrade\r\nAuthorization: Bearer ${one.apiToken}\r\n\r\n`,
    )
    await asked.promise
    caller.resetAndDestroy()
    await once(caller, 'close')
    const { status } = await fetch(`${one.origin}/healthz`)
    opened.resolve(null)
    expect(status).toBe(200)
    await one.close()
  })

  test('stopping waits for no page that sleeps', async () => {
    const one = await startBrowserHost({ ...options(), port: 0 })
    const page = connect(one.port, '127.0.0.1')
    page.write(
      `GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${one.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${'a'.repeat(22)}==\r\nSec-WebSocket-Version: 13\r\n` +
        `Authorization: Bearer ${one.apiToken}\r\n\r\n`,
    )
    const [answer] = await once(page, 'data')
    expect(String(answer)).toContain('101 Switching Protocols')
    page.pause()
    await one.close()
    page.destroy()
  })

  test('stopping frees the port though a page holds its line', async () => {
    const first = await startBrowserHost({ ...options(), port: 0 })
    const socket = new WebSocket(`ws://127.0.0.1:${first.port}/rpc`, {
      headers: { Authorization: `Bearer ${first.apiToken}` },
    })
    await once(socket, 'open')
    const closed = once(socket, 'close')
    await first.close()
    await closed
    const second = await startBrowserHost({ ...options(), port: first.port })
    await second.close()
  })
})
