// One's own account: by keyboard, and with another password.
import { check, see } from './harness.mjs'

export async function accountJourneys(h) {
  await h.journey('the keyboard is enough to log in and to open a task', async () => {
    const page = await h.stranger('finance-head')
    await page.goto(h.base + '/')
    await page.getByLabel('账号').focus()
    await page.keyboard.type('finance-head')
    await page.keyboard.press('Tab')
    await page.keyboard.type(h.password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor()
    await page.keyboard.press('Tab')
    const outline = await page.evaluate(() => window.getComputedStyle(document.activeElement).outlineStyle)
    check(outline !== 'none', 'the focus cannot be seen')
    await page.getByRole('button', { name: '退出' }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('账号').waitFor()
    await page.goto(h.base + '/')
    await page.getByLabel('账号').waitFor()
  })

  await h.journey('a password is changed, and only the new one opens the door', async () => {
    const page = await h.person('investment-clerk')
    await page.getByRole('link', { name: '修改口令' }).click()
    await page.getByRole('heading', { level: 1, name: '修改口令' }).waitFor()
    await page.getByRole('button', { name: '修改', exact: true }).click()
    await see(page, '请填写原口令')
    await see(page, '新口令至少10个字符')
    await h.inspect(page, 'password')
    await h.narrow(page, 'password')
    const next = 'a sentence to remember'
    await page.getByLabel('原口令').fill(h.password + 'x')
    await page.getByLabel('新口令', { exact: true }).fill(next)
    await page.getByLabel('再输入一次新口令').fill(next)
    await page.getByRole('button', { name: '修改', exact: true }).click()
    await see(page, '原口令不正确')
    await page.getByLabel('原口令').fill(h.password)
    await page.getByRole('button', { name: '修改', exact: true }).click()
    await see(page, '口令已修改')
    await page.getByRole('button', { name: '退出' }).click()
    await h.logIn(page, 'investment-clerk', h.password)
    await see(page, '登录失败')
    await h.logIn(page, 'investment-clerk', next)
    await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor()
  })
}
