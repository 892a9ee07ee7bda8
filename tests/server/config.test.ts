import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../src/server/config.js'

const secret = 'x'.repeat(32)

test('with a secret everything else has a default', () => {
  expect(readConfig({ JWT_SECRET: secret })).toMatchObject({
    port: 8001,
    host: '127.0.0.1',
    jwtSecret: secret,
    jwksUrl: null,
    allowedOrigins: null,
    databaseFile: expect.stringMatching(/\/\.data\/pitchey\.db$/),
    uploadDir: expect.stringMatching(/\/\.data\/uploads$/),
    demo: false,
    streamFiles: [],
    logLevel: 'info',
  })
})

test('files of additional streams are found from where the server was started', () => {
  const { streamFiles } = readConfig({ JWT_SECRET: secret, STREAMS: ' streams/a.js,/srv/b.js ,' })
  expect(streamFiles).toEqual([`${process.cwd()}/streams/a.js`, '/srv/b.js'])
})

test('empty and blank variables count as not set', () => {
  expect(readConfig({ JWT_SECRET: secret, PORT: '', DEMO: ' ', ALLOWED_ORIGINS: '' })).toMatchObject({
    port: 8001,
    demo: false,
    allowedOrigins: null,
  })
})

test.each([
  ['file:data.db', /\/data\.db$/],
  ['file:./x/data.db', /\/x\/data\.db$/],
  ['file:/var/lib/data.db', /^\/var\/lib\/data\.db$/],
  ['file:///var/lib/data.db', /^\/var\/lib\/data\.db$/],
])('%s names a file', (url, path) => {
  expect(readConfig({ JWT_SECRET: secret, DATABASE_URL: url }).databaseFile).toMatch(path)
})

test.each([
  [{}, /JWT_SECRET/],
  [{ JWT_SECRET: 'short' }, /JWT_SECRET is too short/],
  [{ JWT_SECRET: 'short', DEMO: '1' }, /JWT_SECRET is too short/],
  [{ JWT_SECRET: secret, PORT: '80x' }, /PORT/],
  [{ JWT_SECRET: secret, PORT: '65536' }, /PORT/],
  [{ JWT_SECRET: secret, PORT: '-1' }, /PORT/],
  [{ JWT_SECRET: secret, DEMO: 'yes' }, /DEMO/],
  [{ JWT_SECRET: secret, LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
  [{ JWT_SECRET: secret, ALLOWED_ORIGINS: '*' }, /ALLOWED_ORIGINS/],
  [{ JWT_SECRET: secret, ALLOWED_ORIGINS: 'https://a.example/' }, /ALLOWED_ORIGINS/],
  [{ JWT_SECRET: secret, ALLOWED_ORIGINS: 'https://a.example,null' }, /ALLOWED_ORIGINS/],
  [{ JWT_JWKS_URL: 'keys.json' }, /JWT_JWKS_URL/],
  [{ JWT_JWKS_URL: 'file:///keys.json' }, /JWT_JWKS_URL/],
  [{ JWT_SECRET: secret, DATABASE_URL: 'mysql://x' }, /DATABASE_URL/],
  [{ JWT_SECRET: secret, DATABASE_URL: 'file:' }, /DATABASE_URL/],
])('%j stops the start with a message that names the variable', (env, message) => {
  expect(() => readConfig(env)).toThrow(ConfigError)
  expect(() => readConfig(env)).toThrow(message)
})

test('no message repeats the secret', () => {
  try {
    readConfig({ JWT_SECRET: 'hunter2' })
    expect.unreachable()
  } catch (error) {
    expect(String(error)).not.toContain('hunter2')
  }
})
