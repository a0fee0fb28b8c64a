// The lists of departments and people: shown, corrected, taken over.
import { check, see } from './harness.mjs'
import { workbook } from './workbook.mjs'

const headings = ['单位编码', '登录名', '姓名', '科室', '职务']
const people = (login) => workbook('people.xlsx', [
  headings,
  ...[1, 2, 3, 4, 5].map((n) => ['service-centre', `clerk-${n}`, '甲某', '办公室', '科员']),
  ['service-centre', login, '乙某', '办公室', '科员'],
])

export async function organisationJourneys(h) {
  await h.journey('a list with a wrong cell changes nothing, the right one is taken over once', async () => {
    const page = await h.person('system-admin')
    await page.getByRole('link', { name: '机构和人员', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '机构和人员' }).waitFor()
    await page.getByRole('cell', { name: 'service-centre' }).first().waitFor()
    const list = page.getByLabel('选择科室名单或人员名单（.xlsx）')
    const register = page.getByRole('region', { name: '人员', exact: true })
    await list.setInputFiles(people(''))
    await page.getByRole('alert').getByText(/^B7：登录名必须填写/).waitFor()
    check((await page.getByRole('button', { name: '确认导入' }).count()) === 0, 'a list with a mistake can be taken over')
    await h.inspect(page, 'organisation-wrong')
    await list.setInputFiles(people('clerk-6'))
    await see(page, '将有6处变动，其中6人需要初始口令：')
    check((await register.getByText('clerk-6').count()) === 0, 'the list is taken over before anybody agreed')
    await h.inspect(page, 'organisation')
    await h.narrow(page, 'organisation')
    await page.getByRole('button', { name: '确认导入' }).click()
    await see(page, '已导入。')
    await register.getByText('clerk-6', { exact: true }).waitFor()
    await page.getByRole('heading', { level: 2, name: /^初始口令/ }).waitFor()
    await h.inspect(page, 'organisation-passwords')
    await h.narrow(page, 'organisation-passwords')
    await page.reload()
    await register.getByText('clerk-6', { exact: true }).waitFor()
    check((await page.getByRole('heading', { level: 2, name: /^初始口令/ }).count()) === 0, 'initial passwords are shown twice')
  })
}
