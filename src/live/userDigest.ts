/**
 * Tells users apart in what outlives the page, without naming them: a `userKey` may be a token. `null` where there is no
 * cryptography, as on a page over plain http: then nothing is kept.
 */
export async function userDigest(userKey: string): Promise<string | null> {
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle
  if (!subtle) return null
  const hash = await subtle.digest('SHA-256', new TextEncoder().encode(userKey))
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
