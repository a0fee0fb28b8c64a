// What is public is verified by somebody who is nobody here, as the portal says.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { check, see } from './harness.mjs'
import { later } from './matter.mjs'

const jiheng = fileURLToPath(new URL('../../bin/jiheng', import.meta.url))

/** Runs a program; gives what it said and whether it was content. */
function run(folder, program, ...args) {
  try {
    return { ok: true, said: execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, LC_ALL: 'C' } }) }
  } catch (failure) {
    return { ok: false, said: `${failure.stdout}${failure.stderr}` || String(failure) }
  }
}

/** The same content with one bit changed in the middle. */
function changed(content) {
  const other = Buffer.from(content)
  other[other.length >> 1] ^= 1
  return other
}

async function save(page, link, path) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link, exact: true }).click()])
  check((await download.failure()) === null, `${link}: ${await download.failure()}`)
  await download.saveAs(path)
}

/** `title` is that of an evaluation that was published and filed. */
export async function verificationJourneys(h, title) {
  const folder = mkdtempSync(join(tmpdir(), 'jiheng-verify-'))
  try {
    await verify(h, title, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function verify(h, title, folder) {
  const at = (name) => join(folder, name)
  let digest = ''

  await h.journey('anybody finds it on the portal, filed and published as one, and how to verify it', async () => {
    const page = await h.stranger('anybody')
    await page.goto(h.base + '/public/evaluations')
    await page.getByRole('link', { name: title, exact: true }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    const filed = page.getByText('报送的与公开的是同一份卷宗')
    for (const end = Date.now() + later; !(await filed.count()) && Date.now() < end; await page.waitForTimeout(500)) await page.reload()
    await see(page, '报送的与公开的是同一份卷宗')
    await see(page, /回执编号 \d{4}-\d{5}/)
    digest = (await page.locator('#verify ~ dl dd.digest').first().innerText()).trim()
    await h.inspect(page, 'portal-case')
    await h.narrow(page, 'portal-case')
    await save(page, '下载全部文件（ZIP）', at('package.zip'))
    await page.getByRole('link', { name: '怎样核验', exact: true }).click()
    await see(page, 'sha256sum -c SHA256SUMS')
    await see(page, 'jiheng dossier verify 压缩包.zip --digest 定稿摘要')
    await h.inspect(page, 'portal-verify')
    await h.narrow(page, 'portal-verify')
  })

  await h.journey('the package is verified as the page explains, by plain tools and by the program', async () => {
    const unpacked = run(folder, 'unzip', '-q', 'package.zip', '-d', 'unpacked')
    check(unpacked.ok, unpacked.said)
    const sums = run(at('unpacked'), 'sha256sum', '-c', 'SHA256SUMS')
    check(sums.ok && /: OK\n/.test(sums.said), sums.said)
    const manifest = run(at('unpacked'), 'sha256sum', 'manifest.json')
    check(manifest.said.startsWith(digest), `the manifest is ${manifest.said}, the page says ${digest}`)
    const own = run(folder, jiheng, 'dossier', 'verify', 'package.zip', '--digest', digest)
    check(own.ok, own.said)
  })

  await h.journey('one changed bit of a file, of the package or of the digest is found', async () => {
    const listed = readFileSync(at('unpacked/SHA256SUMS'), 'utf8').trim().split('\n').map((line) => line.slice(66))
    for (const name of listed) {
      const before = readFileSync(at(`unpacked/${name}`))
      writeFileSync(at(`unpacked/${name}`), changed(before))
      const sums = run(at('unpacked'), 'sha256sum', '-c', 'SHA256SUMS')
      check(!sums.ok && sums.said.includes(`${name}: FAILED`), `a change of ${name} was not found`)
      writeFileSync(at(`unpacked/${name}`), before)
    }
    writeFileSync(at('changed.zip'), changed(readFileSync(at('package.zip'))))
    check(!run(folder, jiheng, 'dossier', 'verify', 'changed.zip').ok, 'a changed package was verified')
    const other = digest.replace(/^./, (c) => (c === '0' ? '1' : '0'))
    check(!run(folder, jiheng, 'dossier', 'verify', 'package.zip', '--digest', other).ok, 'another digest was verified')
  })
}
