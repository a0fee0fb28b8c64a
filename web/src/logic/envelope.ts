import type { components } from '@/api/schema.gen'

export type Envelope = components['schemas']['Envelope']

/** A signed envelope as it is carried in a file; undefined for anything else. What it is worth the server tells. */
export function asEnvelope(text: string): Envelope | undefined {
  try {
    const read = JSON.parse(text) as Record<string, unknown> | null
    const { type, algorithm, key_id, payload, signature } = read ?? {}
    const parts = { type, algorithm, key_id, payload, signature }
    return Object.values(parts).every((v) => typeof v === 'string' && v) ? (parts as unknown as Envelope) : undefined
  } catch {
    return undefined
  }
}
