import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

// The oldest browser that offices still have is a Chromium 86 in another coat.
const oldestBrowser = 'chrome86'

// The entry loads the application once it knows the language. The browser is
// told of it in the page, so that it need not wait for the entry to ask.
function tellOf(module: string): Plugin {
  return {
    name: 'tell-of',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).flatMap((c) => (c.type === 'chunk' && !c.isEntry ? [c] : []))
        const found = new Set(chunks.filter((c) => c.facadeModuleId?.endsWith(module)))
        for (const chunk of found) for (const c of chunks) if (chunk.imports.includes(c.fileName)) found.add(c)
        const styles = new Set([...found].reverse().flatMap((c) => [...(c.viteMetadata?.importedCss ?? [])]))
        return [
          ...[...found].map((c) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${c.fileName}` }, injectTo: 'head' as const })),
          ...[...styles].map((file) => ({ tag: 'link', attrs: { rel: 'stylesheet', crossorigin: true, href: `/${file}` }, injectTo: 'head' as const })),
        ]
      },
    },
  }
}

export default defineConfig({
  plugins: [vue(), tellOf('/src/application.ts')],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: oldestBrowser,
    cssTarget: oldestBrowser,
    manifest: true,
    // Nothing becomes a data: URL or an inline script: the page's policy
    // allows neither.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/public': 'http://127.0.0.1:8080' } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
})
