import { expect, it } from 'vitest'
import type { components } from '@/api/schema.gen'
import { draftOf, preferencesOf, quietWrong, toggle } from './notification'

const settings: components['schemas']['NotificationSettings'] = {
  version: 3, mail: 'single', digest_hour: 0,
  media: [{ medium: 'mail', title: '电子邮件' }, { medium: 'wecom', title: '企业微信群' }],
  choices: [{ kind: 'urged', title: '催办', media: ['mail', 'wecom'] }, { kind: 'copied', title: '抄送', media: [] }],
}

it('sends back what came, unless something is changed', () => {
  const d = draftOf({ ...settings, mail: 'digest', digest_hour: 17, quiet: { from: '21:00', to: '06:00' } })
  expect(preferencesOf(d)).toEqual({
    choices: [{ kind: 'urged', media: ['mail', 'wecom'] }, { kind: 'copied', media: [] }],
    mail: 'digest', digest_hour: 17, quiet: { from: '21:00', to: '06:00' },
  })
})

it('proposes a night and a morning, and sends no quiet hours until they are wanted', () => {
  const d = draftOf(settings)
  expect([d.quiet, d.from, d.to, d.digestHour]).toEqual([false, '22:00', '07:30', 8])
  expect(preferencesOf(d)).not.toHaveProperty('quiet')
  d.quiet = true
  expect(preferencesOf(d).quiet).toEqual({ from: '22:00', to: '07:30' })
})

it('turns one channel of one kind on and off', () => {
  const d = draftOf(settings)
  toggle(d, 'urged', 'mail', false)
  toggle(d, 'copied', 'mail', true)
  toggle(d, 'copied', 'mail', true)
  toggle(d, 'unknown', 'mail', true)
  expect(d.choices.map((c) => c.media)).toEqual([['wecom'], ['mail']])
  expect(settings.choices[0]?.media).toEqual(['mail', 'wecom'])
})

it('sees quiet hours that are none', () => {
  const d = draftOf(settings)
  d.to = d.from
  expect(quietWrong(d)).toBe(false)
  d.quiet = true
  expect(quietWrong(d)).toBe(true)
  d.to = '07:00'
  expect(quietWrong(d)).toBe(false)
})
