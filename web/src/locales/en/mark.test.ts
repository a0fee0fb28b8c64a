import { afterEach, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { markChinese } from './mark'

let observer: MutationObserver | undefined
afterEach(() => observer?.disconnect())

function show(html: string): HTMLElement {
  document.body.innerHTML = html
  observer = markChinese(document.body)
  return document.body
}
const langOf = (selector: string) => document.querySelector(selector)?.getAttribute('lang')
const settled = () => nextTick().then(() => new Promise((done) => setTimeout(done)))

it('marks what is Chinese, and nothing that mixes both', () => {
  show('<h1>拟定成立通知</h1><p>Claim “拟定成立通知”</p><b>12345热线</b><i>Due today</i>')
  expect(['h1', 'p', 'b', 'i'].map(langOf)).toEqual(['zh-CN', null, 'zh-CN', null])
})

it('follows what comes and what changes', async () => {
  const body = show('<p>Loading…</p>')
  const text = body.querySelector('p')?.firstChild as Text
  text.data = '材料不齐'
  body.insertAdjacentHTML('beforeend', '<section><em>整体支出</em></section>')
  await settled()
  expect([langOf('p'), langOf('em')]).toEqual(['zh-CN', 'zh-CN'])
  text.data = 'Done'
  await settled()
  expect(langOf('p')).toBeNull()
})

it('leaves alone what says its language itself', async () => {
  const body = show('<button lang="zh">中文</button>')
  ;(body.querySelector('button')?.firstChild as Text).data = 'Chinese'
  await settled()
  expect(langOf('button')).toBe('zh')
})
