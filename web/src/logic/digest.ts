import type { components } from '@/api/schema.gen'

export interface Digests {
  sealed?: string
  filed?: string
  published?: string
}

/** How the three digests of a dossier stand to each other. */
export type Comparison = 'none' | 'partly' | 'same' | 'different'

export function digestsOf(e: components['schemas']['Evaluation']): Digests {
  return { sealed: e.dossier_digest, filed: e.filing?.digest, published: e.publication?.digest }
}

export function compare({ sealed, filed, published }: Digests): Comparison {
  if (!sealed) return filed || published ? 'different' : 'none'
  const others = [filed, published].filter((d): d is string => !!d)
  if (others.some((d) => d !== sealed)) return 'different'
  return others.length === 2 ? 'same' : 'partly'
}
