// The lists of departments and people: shown, corrected, taken over.
import { check, see } from './harness.mjs'
import { lookAt } from './overview.mjs'
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

  await h.journey('a department is added, a person moves there, and what is wrong is told beside its field', async () => {
    const page = await h.person('system-admin')
    await page.goto(h.base + '/organisation')
    await page.getByRole('button', { name: '新增科室' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('所属单位').selectOption('service-centre')
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.getByText('必须填写。').waitFor()
    await lookAt(h, page, 'organisation-entry-wrong')
    await dialog.getByLabel('科室名称').fill('档案科')
    await dialog.getByRole('button', { name: '保存' }).click()
    await see(page, /^新增科室：档案科/)

    await page.getByRole('button', { name: '新增人员' }).click()
    await dialog.getByLabel('所属单位').selectOption('service-centre')
    await dialog.getByLabel('科室', { exact: true }).selectOption({ label: '档案科' })
    await dialog.getByLabel('姓名').fill('丁某')
    await dialog.getByLabel('职务').fill('档案员')
    await dialog.getByLabel('账号').fill('director')
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.getByText('账号“director”已由“director”使用。').waitFor()
    await dialog.getByLabel('账号').fill('archivist')
    await dialog.getByRole('button', { name: '保存' }).click()
    await see(page, '新增人员：丁某（archivist）')
    await page.getByRole('heading', { level: 2, name: /^初始口令/ }).waitFor()
    await h.inspect(page, 'organisation-entry-password')

    await page.getByRole('button', { name: '修改：丁某' }).click()
    await dialog.getByText('人员调离：').waitFor()
    await dialog.getByLabel('职务').fill('档案科科长')
    await lookAt(h, page, 'organisation-entry')
    await dialog.getByRole('button', { name: '保存' }).click()
    await see(page, '更新人员：丁某（archivist），职务有变')
    await page.getByRole('region', { name: '人员', exact: true }).getByText('档案科科长').waitFor()

    const audit = await h.person('audit-admin')
    await audit.goto(h.base + '/organisation')
    await audit.getByText('档案科科长').waitFor()
    check((await audit.getByRole('button', { name: /^(新增|修改)/ }).count()) === 0, 'who audits is offered to change people')
  })
}
