import type { components } from '@/api/schema.gen'
import { release } from '@/locales/release'

export type ToClear = components['schemas']['ToClear']
export type FileToClear = components['schemas']['FileToClear']
export type Clearing = components['schemas']['Clearing']
export type FileDecision = components['schemas']['FileDecision']

/** What is decided of one file, as it stands in the fields; '' is undecided. */
export interface Decided {
  path: string
  public: 'yes' | 'no' | ''
  reason: string
  basis: string
  acknowledged: string
}

/**
 * The decisions at first: what was saved of the same dossier, else what the
 * process settles. What it leaves to be asked nobody has decided yet.
 */
export function decisionsOf(asked: ToClear | undefined, saved: Clearing | undefined): Decided[] {
  const kept = saved && (!asked || saved.digest === asked.digest) ? saved.files : []
  if (!asked) return kept.map(written)
  return asked.files.map((f) => {
    const before = kept.find((d) => d.path === f.path)
    return before ? written(before) : { path: f.path, public: settled[f.publish], reason: '', basis: '', acknowledged: '' }
  })
}

const settled = { yes: 'yes', no: 'no', ask: '' } as const

function written(d: FileDecision): Decided {
  return { path: d.path, public: d.public ? 'yes' : 'no', reason: d.reason ?? '', basis: d.basis ?? '', acknowledged: d.acknowledged ?? '' }
}

/** Whether a file looks as if it held personal data, or could not be read. */
export function suspect(f: FileToClear): boolean {
  return !f.readable || f.findings.length > 0
}

/** Whether the reason has to be given: withheld, or the process asks for it. */
export function needsReason(f: FileToClear, d: Decided): boolean {
  return d.public === 'no' || f.publish === 'ask'
}

/** What is wrong with the decisions, by `path name`. The server looks again. */
export function clearanceComplaints(asked: ToClear, decided: Decided[]): Record<string, string> {
  const found: Record<string, string> = {}
  const say = release.clearance
  for (const f of asked.files) {
    const d = decided.find((one) => one.path === f.path)
    if (!d?.public) {
      found[f.path + ' public'] = say.undecided
      continue
    }
    if (needsReason(f, d) && !d.reason.trim()) found[f.path + ' reason'] = say.needReason
    if (d.public === 'no' && !d.basis.trim()) found[f.path + ' basis'] = say.needBasis
    if (d.public === 'yes' && suspect(f) && !d.acknowledged.trim()) found[f.path + ' acknowledged'] = say.needAcknowledged
  }
  return found
}

/** What is handed in: what was decided and what belongs to the decision. */
export function clearingOf(asked: ToClear, decided: Decided[]): Clearing {
  const files = decided.filter((d) => d.public).map((d) => {
    const f = asked.files.find((one) => one.path === d.path)
    const text = (name: 'reason' | 'basis' | 'acknowledged', wanted: boolean) => (wanted && d[name].trim() ? { [name]: d[name].trim() } : {})
    return {
      path: d.path,
      public: d.public === 'yes',
      ...text('reason', true),
      ...text('basis', d.public === 'no'),
      ...text('acknowledged', d.public === 'yes' && f !== undefined && suspect(f)),
    }
  })
  return { digest: asked.digest, files }
}

/** The server's messages about the decisions by `path name`: it names a file by its place. */
export function clearanceMessages(sent: FileDecision[], messages: Record<string, string>): { byFile: Record<string, string>; rest: Record<string, string> } {
  const byFile: Record<string, string> = {}
  const rest: Record<string, string> = {}
  for (const [where, message] of Object.entries(messages)) {
    const found = /(?:^|\.)clearance\.files\.(\d+)\.(\w+)$/.exec(where)
    const file = found ? sent[Number(found[1])] : undefined
    if (file && found) byFile[`${file.path} ${found[2]}`] = message
    else rest[where] = message
  }
  return { byFile, rest }
}
