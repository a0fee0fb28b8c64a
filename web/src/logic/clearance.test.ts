import { describe, expect, it } from 'vitest'
import { decisionsFor, tidyClearing, type ToClear } from './clearance'

const file = (path: string, publish: 'yes' | 'ask' | 'no') => ({ path, title: path, size: 1, sha256: 'a', publish, readable: true, findings: [] })
const dossier: ToClear = { digest: 'd', files: [file('report.docx', 'yes'), file('contract.pdf', 'ask'), file('voucher.pdf', 'no')] }

describe('what may be published', () => {
  it('begins as the process has it', () => {
    expect(decisionsFor(dossier, { digest: '', files: [] }).files.map((f) => f.public)).toEqual([true, false, false])
  })
  it('keeps what was decided about this dossier, and nothing about another', () => {
    const decided = { digest: 'd', files: [{ path: 'contract.pdf', public: true, reason: 'no secret' }] }
    expect(decisionsFor(dossier, decided).files[1]).toEqual({ path: 'contract.pdf', public: true, reason: 'no secret' })
    expect(decisionsFor(dossier, { ...decided, digest: 'old' }).files[1]).toEqual({ path: 'contract.pdf', public: false })
  })
  it('hands in trimmed texts, and none that was not asked for', () => {
    expect(tidyClearing({ digest: 'd', files: [
      { path: 'a', public: true, basis: 'x', acknowledged: ' seen ' }, { path: 'b', public: false, reason: ' secret ', basis: 'law', acknowledged: 'x' },
    ] }).files).toEqual([{ path: 'a', public: true, acknowledged: 'seen' }, { path: 'b', public: false, reason: 'secret', basis: 'law' }])
  })
})
