/**
 * safeNext gives the page to go to after the login: a path of this site, never
 * an address that somebody put into the link.
 */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  const inside = new URL(next, 'http://page.invalid')
  if (inside.origin !== 'http://page.invalid' || inside.pathname === '/login') return '/'
  return inside.pathname + inside.search + inside.hash
}
