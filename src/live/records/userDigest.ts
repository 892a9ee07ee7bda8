const digests = new Map<string, Promise<string | null>>()
/** A key may be a token, and then there is a new one every hour. */
const DIGESTS = 20

/**
 * Tells users apart in what outlives the page, without naming them: a `userKey` may be a token. `null` where there is no
 * cryptography, as on a page over plain http: then nothing is kept.
 */
export function userDigest(userKey: string): Promise<string | null> {
  const known = digests.get(userKey)
  if (known) return known
  if (digests.size >= DIGESTS) digests.clear()
  const digest = sha256(userKey)
  digests.set(userKey, digest)
  return digest
}

async function sha256(text: string): Promise<string | null> {
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle
  if (!subtle) return null
  const hash = await subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
