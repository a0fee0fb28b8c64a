import { describe, expect, it } from 'vitest'
import { clearanceComplaints, clearanceMessages, clearingOf, decisionsOf, type FileToClear, type ToClear } from './clearance'

const file = (path: string, more: Partial<FileToClear> = {}): FileToClear => ({ path, title: path, size: 1, sha256: 'a', publish: 'yes', readable: true, findings: [], renderings: [{ path, size: 1, sha256: 'a' }], ...more })
const asked: ToClear = {
  digest: 'd1',
  files: [
    file('report.pdf'),
    file('list.xlsx', { findings: [{ place: 'Sheet1!B2', kind: 'mobile', label: '手机号码', masked: '138****5678' }] }),
    file('contract.pdf', { publish: 'no' }),
    file('photo.jpg', { publish: 'ask', readable: false }),
  ],
}

describe('decisionsOf', () => {
  it('takes what the process settles and leaves the rest undecided', () => {
    expect(decisionsOf(asked, undefined).map((d) => d.public)).toEqual(['yes', 'yes', 'no', ''])
  })
  it('takes up what was saved of the same dossier only', () => {
    const saved = { digest: 'd1', files: [{ path: 'photo.jpg', public: false, reason: '含车牌', basis: '条例' }] }
    expect(decisionsOf(asked, saved)[3]).toEqual({ path: 'photo.jpg', public: 'no', reason: '含车牌', basis: '条例', acknowledged: '' })
    expect(decisionsOf(asked, { ...saved, digest: 'd0' })[3]?.public).toBe('')
  })
})

describe('clearanceComplaints', () => {
  it('asks for the basis and reason of what is withheld, and why personal data may stand', () => {
    expect(Object.keys(clearanceComplaints(asked, decisionsOf(asked, undefined)))).toEqual([
      'list.xlsx acknowledged', 'contract.pdf reason', 'contract.pdf basis', 'photo.jpg public',
    ])
  })
  it('asks for the reason where the process leaves it to be decided', () => {
    const decided = decisionsOf(asked, undefined).map((d) => (d.path === 'photo.jpg' ? { ...d, public: 'yes' as const } : d))
    expect(Object.keys(clearanceComplaints(asked, decided)).filter((k) => k.startsWith('photo'))).toEqual(['photo.jpg reason', 'photo.jpg acknowledged'])
  })
})

describe('clearingOf', () => {
  it('sends only what belongs to the decision', () => {
    const decided = decisionsOf(asked, undefined).map((d) => ({ ...d, reason: ' r ', basis: 'b', acknowledged: 'a' }))
    expect(clearingOf(asked, decided)).toEqual({
      digest: 'd1',
      files: [
        { path: 'report.pdf', public: true, reason: 'r' },
        { path: 'list.xlsx', public: true, reason: 'r', acknowledged: 'a' },
        { path: 'contract.pdf', public: false, reason: 'r', basis: 'b' },
      ],
    })
  })
})

describe('clearanceMessages', () => {
  it('finds the file by its place in what was sent', () => {
    const sent = [{ path: 'a', public: true }, { path: 'b', public: false }]
    expect(clearanceMessages(sent, { 'submission.clearance.files.1.basis': 'x', 'clearance.files': 'y' })).toEqual({ byFile: { 'b basis': 'x' }, rest: { 'clearance.files': 'y' } })
  })
})
