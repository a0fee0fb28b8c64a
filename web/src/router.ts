import { createRouter, createWebHistory, type RouteLocationNormalized, type Router } from 'vue-router'
import { onLoggedOut } from '@/api/client'
import { ledToGuide } from '@/guide'
import { words } from '@/locales'
import { work } from '@/locales/work'
import WorkbenchPage from '@/pages/WorkbenchPage.vue'
import { titles } from '@/locales/titles'
import { knowMe, me } from '@/session'

declare module 'vue-router' {
  interface RouteMeta {
    title: string
    /** Seen without a login. */
    open?: boolean
  }
}

/** The pages. All but the workbench are loaded when they are first wanted. */
export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    // Where only the place within a page changes, the page stays where it is.
    scrollBehavior: (to, from, saved) => saved ?? (to.name === 'audit' && to.path === from.path ? false : { top: 0 }),
    routes: [
      { path: '/', name: 'workbench', component: WorkbenchPage, meta: { title: words.inbox.title }, beforeEnter: toInbox },
      { path: '/inbox', name: 'inbox', component: () => import('@/pages/InboxPage.vue'), meta: { title: work.inbox } },
      { path: '/login', name: 'login', component: () => import('@/pages/LoginPage.vue'), meta: { title: words.login.title, open: true } },
      { path: '/tasks/:id', name: 'task', component: () => import('@/pages/TaskPage.vue'), props: true, meta: { title: words.inbox.columns.title } },
      { path: '/evaluations', name: 'evaluations', component: () => import('@/pages/EvaluationsPage.vue'), meta: { title: words.evaluations.title } },
      { path: '/evaluations/new', name: 'start', component: () => import('@/pages/StartPage.vue'), meta: { title: words.start.title } },
      { path: '/evaluations/:id', name: 'evaluation', component: () => import('@/pages/EvaluationPage.vue'), props: true, meta: { title: words.evaluations.title } },
      { path: '/evaluations/:id/audit', name: 'audit', component: () => import('@/pages/AuditPage.vue'), props: true, meta: { title: words.evaluations.title } },
      { path: '/first-run', name: 'first-run', component: () => import('@/pages/FirstRunPage.vue'), meta: { title: titles.firstRun } },
      { path: '/definitions', name: 'definitions', component: () => import('@/pages/DefinitionsPage.vue'), meta: { title: titles.definitions } },
      { path: '/definitions/:name/:version', name: 'definition', component: () => import('@/pages/DefinitionPage.vue'), props: true, meta: { title: titles.definitions } },
      { path: '/board', name: 'board', component: () => import('@/pages/BoardPage.vue'), meta: { title: titles.board } },
      { path: '/filings', name: 'filings', component: () => import('@/pages/FilingsPage.vue'), meta: { title: words.nav.filings } },
      { path: '/filings/draws', name: 'draws', component: () => import('@/pages/DrawsPage.vue'), meta: { title: words.nav.filings } },
      { path: '/filings/ranking', name: 'ranking', component: () => import('@/pages/RankingPage.vue'), meta: { title: words.nav.filings } },
      { path: '/filings/roll-ups', name: 'roll-ups', component: () => import('@/pages/RollUpsPage.vue'), meta: { title: words.nav.filings } },
      { path: '/filings/:id', name: 'filing', component: () => import('@/pages/FilingPage.vue'), props: true, meta: { title: words.nav.filings } },
      { path: '/check', name: 'check', component: () => import('@/pages/CheckPage.vue'), meta: { title: words.nav.check } },
      { path: '/substitutions', name: 'substitutions', component: () => import('@/pages/SubstitutionsPage.vue'), meta: { title: words.substitutions.title } },
      { path: '/organisation', name: 'organisation', component: () => import('@/pages/OrganisationPage.vue'), meta: { title: words.organisation.title } },
      { path: '/people/leaving', name: 'leaving', component: () => import('@/pages/LeavingPage.vue'), meta: { title: words.leaving.title } },
      { path: '/administration', name: 'administration', component: () => import('@/pages/AdministrationPage.vue'), props: (to) => ({ tab: to.query.tab }), meta: { title: words.nav.administration } },
      { path: '/notices', name: 'notices', component: () => import('@/pages/NoticesPage.vue'), meta: { title: words.notices.title } },
      { path: '/settings/notifications', name: 'notifications', component: () => import('@/pages/NotificationsPage.vue'), meta: { title: words.notifications.title } },
      { path: '/password', name: 'password', component: () => import('@/pages/PasswordPage.vue'), meta: { title: words.password.title } },
      { path: '/:rest(.*)*', name: 'lost', component: () => import('@/pages/LostPage.vue'), meta: { title: words.notFound.title, open: true } },
    ],
  })
  router.beforeEach(async (to) => {
    if (to.meta.open) return true
    if (!me.value) await knowMe().catch(() => undefined)
    if (!me.value) return { name: 'login', query: { next: to.fullPath } }
    // What was handed out by somebody else is changed before anything is done.
    if (me.value.initial_until) return to.name === 'password' ? true : { name: 'password', query: { next: to.fullPath } }
    return to.name === 'workbench' && (await ledToGuide()) ? { name: 'first-run' } : true
  })
  router.afterEach((to, from) => {
    if (to.name !== 'audit' || to.path !== from.path) setTitle(to.meta.title)
  })
  onLoggedOut(() => {
    const here = router.currentRoute.value
    if (here.name && !here.meta.open) void router.replace({ name: 'login', query: { next: here.fullPath } })
  })
  return router
}

// Where the inbox was before; such addresses are in old mails and bookmarks.
function toInbox(to: RouteLocationNormalized) {
  return to.query.box ? { name: 'inbox', query: to.query } : true
}

/** The title of the window, by the page. */
export function setTitle(title: string): void {
  document.title = `${title} - ${words.name}`
}
