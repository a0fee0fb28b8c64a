// Every page through axe, light and dark, on a desk and on a telephone.
import { appPages, publicPages } from './pages.mjs'
import { setStage } from './stage.mjs'

const schemes = ['light', 'dark']
const widths = [1280, 360]

export async function axeJourneys(h) {
  let stage
  await h.journey('there is something to see on every page', async () => {
    stage = await setStage(h)
  })
  if (!stage) return
  for (const { path, route, who } of [...appPages(stage), ...publicPages(stage)]) {
    await h.journey(`${route} is fit for everybody, light and dark, wide and narrow`, async () => {
      const page = who === 'anybody' ? await h.stranger('anybody') : await h.person(who)
      await page.goto(h.base + path)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      for (const width of widths) {
        await page.setViewportSize({ width, height: 860 })
        for (const colorScheme of schemes) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
          await h.inspect(page, `axe-${named(path)}-${colorScheme}-${width}`)
        }
        await h.fits(page, path)
      }
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
      await page.setViewportSize({ width: 1280, height: 860 })
      if (who === 'anybody') await page.context().close()
    })
  }
}

/** A name for a picture. */
export const named = (path) => path.replace(/[^a-z]+/gi, '-').replace(/^-|-$/g, '').slice(0, 40) || 'workbench'
