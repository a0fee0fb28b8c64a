import { beforeEach, expect, it, vi } from 'vitest'
import { chooseLanguage, language, languageOf, recallLanguage } from './language'

beforeEach(() => {
  localStorage.clear()
  recallLanguage()
})

const shown = () => document.documentElement.lang

it('speaks Chinese until somebody chooses', () => {
  expect([recallLanguage(), shown()]).toEqual(['zh', 'zh-CN'])
})

it('takes nothing that is no language', () => {
  localStorage.setItem('jiheng.language', 'tlh')
  expect(recallLanguage()).toBe('zh')
})

it('keeps a choice for each person, and the last one for before a login', () => {
  chooseLanguage('en', 'a')
  expect(language, 'what is loaded stays as it is').toBe('zh')
  expect([recallLanguage(), shown()]).toEqual(['en', 'en'])
  expect(languageOf('a')).toBe(false)
  expect(languageOf('b'), 'another person at the same desk').toBe(true)
  expect(recallLanguage()).toBe('zh')
  expect(languageOf('a')).toBe(true)
  expect(recallLanguage()).toBe('en')
})

it('gives what was chosen before a login to whoever logs in, once', () => {
  chooseLanguage('en')
  expect(recallLanguage()).toBe('en')
  expect(languageOf('a')).toBe(false)
  expect(languageOf('b')).toBe(true)
  recallLanguage()
  expect(languageOf('a')).toBe(true)
})

it('loads nothing again and again where nothing can be kept', () => {
  const full = () => {
    throw new Error('full')
  }
  vi.stubGlobal('localStorage', { getItem: (place: string) => (place === 'jiheng.language.a' ? 'en' : null), setItem: full })
  expect(languageOf('a')).toBe(false)
  vi.unstubAllGlobals()
})
