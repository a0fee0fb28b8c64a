// Every page that there is, by the router and the contract: a new one is visited
// without being named here, unless its address needs something unknown.
import { readFileSync } from 'node:fs'
import { check } from './harness.mjs'

const router = readFileSync(new URL('../src/router.ts', import.meta.url), 'utf8')
const contract = readFileSync(new URL('../../api/openapi.yaml', import.meta.url), 'utf8')

/** Who visits a page, where the office does not. */
const visitors = {
  '/': 'coordination-clerk',
  '/inbox': 'coordination-clerk',
  '/evaluations/:id/audit': 'auditor',
  '/filings': 'bureau-clerk',
  '/filings/draws': 'bureau-clerk',
  '/filings/ranking': 'bureau-clerk',
  '/filings/:id': 'bureau-clerk',
  '/filings/roll-ups': 'bureau-clerk',
  '/tasks/:id': 'finance-clerk',
  '/organisation': 'system-admin',
  '/administration': 'system-admin',
  '/login': 'anybody',
}

/** The pages with a router, each with who goes there and where that is. */
export function appPages(stage) {
  const ids = {
    '/tasks/:id': [stage.compiling, stage.compiled],
    '/evaluations/:id': [stage.finished, stage.running],
    '/evaluations/:id/audit': [stage.finished],
    '/filings/:id': [stage.filing],
    '/definitions/:name/:version': ['overall-self-evaluation/4'],
    '/:rest(.*)*': ['nowhere'],
  }
  const routes = [...router.matchAll(/\{ path: '([^']+)'/g)].map((m) => m[1])
  check(routes.length > 15, `only ${routes.length} routes are read from the router`)
  return routes.flatMap((route) => {
    const who = visitors[route] ?? 'office-head'
    if (!route.includes(':')) return [{ route, who, path: route }]
    check(ids[route], `nothing is known to show on ${route}: add it to browser/pages.mjs`)
    return ids[route].map((values) => ({ route, who, path: filled(route, values.split('/')) }))
  })
}

/** The address of a route with its parts filled in, one after the other. */
function filled(route, values) {
  return route.replace(/:[a-z]+(\(.*\)\*)?/g, () => encodeURIComponent(values.shift()))
}

/** The pages that need no script, by the contract. */
export function publicPages(stage) {
  const routes = [...contract.matchAll(/^ {2}(\/public\/[^:]*):\n(?: {4}.*\n)*? {8}'200': \{ \$ref: '#\/components\/responses\/Page' \}/gm)].map((m) => m[1])
  check(routes.length >= 3, `only ${routes.length} public pages are read from the contract`)
  const paths = routes.map((route) => route.replace('{evaluationId}', stage.finished))
  return [...paths, '/public/evaluations/nowhere'].map((path) => ({ route: path, who: 'anybody', path }))
}
