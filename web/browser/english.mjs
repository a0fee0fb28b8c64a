// The page in English: chosen before and after a login, kept, and complete.
import { check, see } from './harness.mjs'
import { appPages } from './pages.mjs'
import { setStage } from './stage.mjs'

const product = '绩衡'
const spoken = (page) => page.evaluate(() => document.documentElement.lang)
const button = (page, name) => page.getByRole('group', { name: /^(Language|语言)$/ }).getByRole('button', { name })

/** Chooses a language in the head of the page, which is loaded again. */
async function choose(page, name, lang) {
  await button(page, name).click()
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, lang)
  await button(page, name).waitFor()
  check((await button(page, name).getAttribute('aria-pressed')) === 'true', `${name} is not shown as chosen`)
}

/** Keeps all that the server says to a page: it is Chinese in every language. */
function listen(page) {
  const said = []
  page.on('response', (r) => {
    if (r.url().includes('/api/') && r.headers()['content-type']?.includes('json')) said.push(r.json().then(JSON.stringify, () => ''))
  })
  return async () => (await Promise.all(said)).join('\n')
}

/** Every Chinese text of the page, with whether the page itself says such things. */
function chineseOn(page) {
  return page.evaluate((own) => {
    const chrome = 'nav a, button, thead th, caption, legend, summary, .facts dt'
    const found = []
    const note = (text, ofChrome) => {
      const left = (text ?? '').replace(own, '').trim()
      if (/\p{Script=Han}/u.test(left)) found.push({ text: left, ofChrome })
    }
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest('.languages, script, style, noscript')) continue
      for (const name of ['aria-label', 'title', 'placeholder', 'data-label']) note(element.getAttribute(name), false)
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) note(node.nodeValue, !!element.closest(chrome))
    }
    return found
  }, product)
}

/** Complains of Chinese that the server did not say. */
async function isEnglish(h, page, path, said) {
  const served = await said()
  for (const { text, ofChrome } of await chineseOn(page)) {
    // What stands on buttons and over columns, or is named there, is the server's only as a whole.
    const named = (run) => served.includes(ofChrome ? `"${run}"` : run)
    const ofServer = (ofChrome && served.includes(text)) || text.match(/\p{Script=Han}+/gu).every(named)
    if (!ofServer) h.flaws.push(`${path} says in English: ${text.slice(0, 80)}`)
  }
}

export async function englishJourneys(h) {
  await h.journey('English is chosen before a login, goes with the person and survives a reload', async () => {
    const page = await h.stranger('english')
    await page.goto(h.base + '/check?from=mail')
    await choose(page, 'English', 'en')
    check(new URL(page.url()).searchParams.get('next') === '/check?from=mail', `the address is lost: ${page.url()}`)
    await page.getByRole('heading', { level: 1, name: 'Log in' }).waitFor()
    await h.inspect(page, 'english-login')
    await h.fits(page, 'the login in English')
    await page.getByLabel('Account').fill('finance-head')
    await page.getByLabel('Password').fill(h.password)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('heading', { level: 1, name: 'Check a self-evaluation table' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Check a self-evaluation table' }).waitFor()
    check((await spoken(page)) === 'en', 'the choice is lost after a reload')
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByLabel('Account').waitFor()
  })

  await h.journey('at the same desk another person reads Chinese, and the first one English again', async () => {
    const page = h.people.get('english')
    await page.getByLabel('Account').fill('office-head')
    await page.getByLabel('Password').fill(h.password)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor()
    check((await spoken(page)) === 'zh-CN', 'the page does not say that it is Chinese')
    await page.getByRole('button', { name: '退出' }).click()
    await page.getByLabel('账号').waitFor()
    await h.logIn(page, 'finance-head', h.password)
    await page.getByRole('heading', { level: 1, name: 'Workbench' }).waitFor()
  })

  await h.journey('who typed something is asked before the page is loaded again, by keys too', async () => {
    const page = h.people.get('english')
    await page.goto(h.base + '/password')
    await page.getByLabel('Current password').fill('half a sentence')
    await button(page, '中文').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText(/What you have typed here/).waitFor()
    await h.inspect(page, 'english-asked')
    await page.getByRole('button', { name: 'Stay on this page' }).click()
    check((await page.getByLabel('Current password').inputValue()) === 'half a sentence', 'what was typed is gone')
    await button(page, '中文').click()
    await page.getByRole('button', { name: 'Change language' }).click()
    await page.getByRole('heading', { level: 1, name: '修改口令' }).waitFor()
    check(new URL(page.url()).pathname === '/password', `came to ${page.url()}`)
    await page.goto(h.base + '/settings/notifications')
    await see(page, '页面可以换成英文')
  })

  let stage
  await h.journey('there is something to read on every page', async () => {
    stage = await setStage(h)
  })
  if (!stage) return
  const readers = new Map()
  for (const { path, route, who } of appPages(stage)) {
    if (who === 'anybody') continue
    await h.journey(`${route} is English but for what the server says`, async () => {
      const page = await h.person(who)
      if (!readers.has(who)) {
        readers.set(who, listen(page))
        await page.goto(h.base + '/')
        await choose(page, 'English', 'en')
      }
      await page.goto(h.base + path)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      await h.inspect(page, `english-${route.replace(/[^a-z]+/gi, '-')}`)
      await isEnglish(h, page, path, readers.get(who))
      await h.fits(page, `${path} in English`)
    })
  }

  await h.journey('Chinese is chosen again and stays', async () => {
    for (const who of readers.keys()) {
      const page = await h.person(who)
      await page.goto(h.base + '/')
      await choose(page, '中文', 'zh-CN')
      await page.reload()
      await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor()
    }
  })
}
