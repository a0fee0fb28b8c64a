import { expect, it } from 'vitest'
import { english } from '@/locales/en'
import { count, ordinal } from '@/locales/en/plural'

// Every subject that there is: a new file of words is held to this without
// being named here. What units and people are called is among the words of index.ts.
const subjects = import.meta.glob<Record<string, object>>(['./*.ts', '!./chosen.ts', '!./organisation.ts', '!./*.test.ts'], { eager: true })
const chinese = Object.assign({}, ...Object.values(subjects)) as Record<string, object>

// What is Chinese in an English page: the name of the product.
const allowed = ['Jiheng 绩衡']

type Leaf = [path: string, value: unknown]

function leaves(value: unknown, path = ''): Leaf[] {
  if (value === null || typeof value !== 'object') return [[path, value]]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}/${key}`))
}

/** All that a text that is made can say: with one and with several, with and without what may be missing. */
function saidBy(make: (...args: unknown[]) => unknown): string[] {
  const all = [1, 2, 0, true, false, '', 'x', 'days']
  const told = all.flatMap((a) => {
    const anything = new Proxy({}, { get: () => a })
    return [make(...Array<unknown>(make.length).fill(a)), make.length === 1 ? attempt(() => make(anything)) : '']
  })
  return told.map(String)
}

function attempt(make: () => unknown): unknown {
  try {
    return make()
  } catch {
    return ''
  }
}

function texts(value: unknown): string[] {
  if (typeof value !== 'function') return [String(value)]
  const make = value as (...args: unknown[]) => unknown
  const lists = attempt(() => make(['a', 'b']))
  try {
    return saidBy(make)
  } catch {
    return [String(lists)]
  }
}

it('says in English all that it says in Chinese, and of the same things', () => {
  const shape = (catalogue: unknown) => leaves(catalogue).map(([path, value]) => (typeof value === 'function' ? `${path}(${value.length})` : path)).sort()
  expect(shape(english)).toEqual(shape(chinese))
})

it('leaves no word of Chinese in an English page', () => {
  const left = leaves(english).filter(([, value]) => texts(value).some((text) => /\p{Script=Han}/u.test(text) && !allowed.includes(text)))
  expect(left.map(([path]) => path)).toEqual([])
})

it('leaves nothing empty that is said in Chinese', () => {
  const said = new Map(leaves(chinese))
  const empty = leaves(english).filter(([path, value]) => value === '' && said.get(path) !== '')
  expect(empty.map(([path]) => path)).toEqual([])
})

it('writes no punctuation of Chinese', () => {
  const left = leaves(english).filter(([, value]) => texts(value).some((text) => /[，。；：、（）？！]/.test(text)))
  expect(left.map(([path]) => path)).toEqual([])
})

it('counts as one does in English', () => {
  expect([count(1, 'day'), count(0, 'day'), count(1200, 'entry', 'entries')]).toEqual(['1 day', '0 days', '1,200 entries'])
  expect([1, 2, 3, 4, 11, 12, 13, 21, 102].map(ordinal)).toEqual(['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '102nd'])
})

it('writes dates and amounts as one does in English', () => {
  const { format } = english.words
  expect(format.date(2026, 3, 12)).toBe('12 March 2026')
  expect(format.dateTime(format.date(2026, 3, 12), '09:30')).toBe('12 March 2026, 09:30')
  expect(format.amount('1,234.56', '0.123456')).toBe('CNY 1,234.56 (0.123456 ten thousand yuan)')
})
