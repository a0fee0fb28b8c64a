import { beforeEach, expect, it } from 'vitest'
import { chooseTheme, recallTheme, theme } from './theme'

const shown = () => document.documentElement.className

beforeEach(() => localStorage.clear())

it('follows the device until somebody chooses', () => {
  recallTheme()
  expect(theme.value).toBe('system')
  expect(shown()).toBe('light')
})

it('keeps a choice for each person, and the last one for before a login', () => {
  chooseTheme('dark', 'a')
  expect(shown()).toBe('dark')
  recallTheme('b')
  expect([theme.value, shown()]).toEqual(['system', 'light'])
  recallTheme('a')
  expect(shown()).toBe('dark')
  recallTheme()
  expect(theme.value, 'the page is dark before it knows who is there').toBe('dark')
})

it('takes nothing that is no theme', () => {
  localStorage.setItem('jiheng.theme.a', 'pink')
  recallTheme('a')
  expect(theme.value).toBe('system')
})
