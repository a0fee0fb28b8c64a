import { afterEach, expect, it, vi } from 'vitest'
import { me, type Me } from '@/session'
import { forgetAllUnsaved, forgetUnsaved, keepUnsaved, keptUnsaved } from './unsaved'

const as = (id: string) => {
  me.value = { person: { id }, roles: [] } as unknown as Me
}

afterEach(() => {
  vi.restoreAllMocks()
  sessionStorage.clear()
  me.value = undefined
})

it('keeps what was typed while the session is renewed', () => {
  as('clerk')
  keepUnsaved('task.1', { opinion: '同意' })
  me.value = undefined
  as('clerk')
  expect(keptUnsaved('task.1')).toEqual({ opinion: '同意' })
  expect(keptUnsaved('task.2')).toBeUndefined()
  forgetUnsaved('task.1')
  expect(keptUnsaved('task.1')).toBeUndefined()
})

it('shows it to nobody else', () => {
  as('clerk')
  keepUnsaved('task.1', '草稿')
  as('head')
  expect(keptUnsaved('task.1')).toBeUndefined()
  me.value = undefined
  expect(keptUnsaved('task.1')).toBeUndefined()
})

it('forgets everything of its own at the logout', () => {
  as('clerk')
  keepUnsaved('task.1', 1)
  keepUnsaved('start', 2)
  sessionStorage.setItem('other', '3')
  forgetAllUnsaved()
  expect(keptUnsaved('task.1')).toBeUndefined()
  expect(keptUnsaved('start')).toBeUndefined()
  expect(sessionStorage.getItem('other')).toBe('3')
})

it('does without storage', () => {
  as('clerk')
  sessionStorage.setItem('jiheng.unsaved.clerk.task.1', 'not json')
  expect(keptUnsaved('task.1')).toBeUndefined()
  vi.spyOn(Object.getPrototypeOf(sessionStorage), 'setItem').mockImplementation(() => {
    throw new Error('full')
  })
  expect(() => keepUnsaved('task.1', 1)).not.toThrow()
})
