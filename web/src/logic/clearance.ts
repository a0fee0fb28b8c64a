import type { components } from '@/api/schema.gen'

export type Clearing = components['schemas']['Clearing']
export type ToClear = components['schemas']['ToClear']

/** One decision for every file of a dossier: what was decided before, else what the process says. */
export function decisionsFor(dossier: ToClear, before: Clearing): Clearing {
  const kept = before.digest === dossier.digest ? before.files : []
  return {
    digest: dossier.digest,
    files: dossier.files.map((f) => kept.find((k) => k.path === f.path) ?? { path: f.path, public: f.publish === 'yes' }),
  }
}

/** What is handed in: texts trimmed, and none that was not asked for. */
export function tidyClearing(c: Clearing): Clearing {
  const text = (value: string | undefined) => (value ?? '').trim()
  return {
    digest: c.digest,
    files: c.files.map((f) => ({
      path: f.path,
      public: f.public,
      ...(text(f.reason) ? { reason: text(f.reason) } : {}),
      ...(!f.public && text(f.basis) ? { basis: text(f.basis) } : {}),
      ...(f.public && text(f.acknowledged) ? { acknowledged: text(f.acknowledged) } : {}),
    })),
  }
}
