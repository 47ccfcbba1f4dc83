import { createRouter, createWebHistory } from 'vue-router'
import { useSession } from './stores/session'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    open?: boolean
    bare?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/login', component: () => import('./pages/LoginPage.vue'), meta: { title: '登录', open: true, bare: true } },
    { path: '/', component: () => import('./pages/HomePage.vue'), meta: { title: '工作台' } },
    { path: '/leads', component: () => import('./pages/LeadsPage.vue'), meta: { title: '发现' } },
    { path: '/leads/yield', component: () => import('./pages/YieldPage.vue'), meta: { title: '规则成效' } },
    { path: '/leads/sources', component: () => import('./pages/SourcesPage.vue'), meta: { title: '来源准确率' } },
    { path: '/leads/sources/verdicts', component: () => import('./pages/VerdictsPage.vue'), meta: { title: '核对记录' } },
    { path: '/exchange/accuracy', redirect: '/leads/sources' },
    { path: '/leads/campaigns', component: () => import('./pages/CampaignsPage.vue'), meta: { title: '摸底排查' } },
    { path: '/leads/campaigns/:id', component: () => import('./pages/CampaignPage.vue'), meta: { title: '摸底排查' }, props: true },
    { path: '/leads/campaigns/tasks/:id', component: () => import('./pages/CampaignTaskPage.vue'), meta: { title: '本村居的排查' }, props: true },
    { path: '/leads/back-tests', component: () => import('./pages/BackTestsPage.vue'), meta: { title: '回溯' } },
    { path: '/leads/back-tests/:id', component: () => import('./pages/BackTestPage.vue'), meta: { title: '回溯' }, props: true },
    { path: '/leads/:id', redirect: (to) => ({ path: '/leads', query: { id: String(to.params.id) } }) },
    { path: '/deliveries', redirect: '/exchange' },
    { path: '/applications', component: () => import('./pages/ApplicationsPage.vue'), meta: { title: '认定' } },
    { path: '/applications/stops', component: () => import('./pages/StopsPage.vue'), meta: { title: '停发审批' } },
    { path: '/applications/:id', component: () => import('./pages/ApplicationPage.vue'), meta: { title: '认定' }, props: true },
    { path: '/decisions', component: () => import('./pages/DecisionsPage.vue'), meta: { title: '决定' } },
    { path: '/decisions/:id', component: () => import('./pages/DecisionPage.vue'), meta: { title: '决定' }, props: true },
    { path: '/decisions/:id/letter', component: () => import('./pages/LetterPage.vue'), meta: { title: '决定书', bare: true }, props: true },
    { path: '/payments', component: () => import('./pages/RollsPage.vue'), meta: { title: '发放' } },
    { path: '/payments/:id', component: () => import('./pages/RollPage.vue'), meta: { title: '发放名册' }, props: true },
    { path: '/rolls', redirect: '/payments' },
    { path: '/rolls/:id', redirect: (to) => `/payments/${String(to.params.id)}` },
    { path: '/watch', component: () => import('./pages/WatchPage.vue'), meta: { title: '守护' } },
    { path: '/duties', redirect: (to) => ({ path: '/watch', query: to.query }) },
    { path: '/oversight', component: () => import('./pages/OversightPage.vue'), meta: { title: '监督' } },
    { path: '/dashboard', redirect: (to) => ({ path: '/oversight', query: to.query }) },
    { path: '/oversight/migrants', component: () => import('./pages/MigrantsPage.vue'), meta: { title: '流动留守' } },
    { path: '/oversight/migrants/list', component: () => import('./pages/MigrantListPage.vue'), meta: { title: '流动留守名册' } },
    { path: '/oversight/looks', component: () => import('./pages/LooksPage.vue'), meta: { title: '查阅日志' } },
    { path: '/oversight/reviews', component: () => import('./pages/ReviewsPage.vue'), meta: { title: '紧急查阅复核' } },
    { path: '/password', component: () => import('./pages/PasswordPage.vue'), meta: { title: '改密码', bare: true } },
    { path: '/looks', redirect: (to) => ({ path: '/oversight/looks', query: to.query }) },
    { path: '/children', component: () => import('./pages/ChildrenPage.vue'), meta: { title: '档案' } },
    { path: '/children/new', component: () => import('./pages/NewChildPage.vue'), meta: { title: '登记儿童' } },
    { path: '/people/pairs', component: () => import('./pages/PairsPage.vue'), meta: { title: '疑似同一人' } },
    { path: '/people/rows', component: () => import('./pages/RowMatchesPage.vue'), meta: { title: '名单行疑似同一人' } },
    { path: '/children/:id', component: () => import('./pages/ChildPage.vue'), meta: { title: '一人一档' }, props: true },
    { path: '/households', component: () => import('./pages/HouseholdsPage.vue'), meta: { title: '户档' } },
    { path: '/households/:id', component: () => import('./pages/HouseholdPage.vue'), meta: { title: '一户一档' }, props: true },
    { path: '/imports', component: () => import('./pages/ImportsPage.vue'), meta: { title: '花名册导入' } },
    { path: '/imports/:id', component: () => import('./pages/ImportPage.vue'), meta: { title: '花名册导入' }, props: true },
    { path: '/policy', component: () => import('./pages/PacksPage.vue'), meta: { title: '政策' } },
    { path: '/policy/calculator', component: () => import('./pages/CalculatorPage.vue'), meta: { title: '我能享受什么' } },
    { path: '/policy/drafts', component: () => import('./pages/DraftsPage.vue'), meta: { title: '政策修改' } },
    { path: '/policy/drafts/:id', component: () => import('./pages/DraftPage.vue'), meta: { title: '政策修改' }, props: true },
    { path: '/policy/whatif', component: () => import('./pages/WhatIfsPage.vue'), meta: { title: '试算' } },
    { path: '/policy/whatif/:id', component: () => import('./pages/WhatIfPage.vue'), meta: { title: '试算' }, props: true },
    { path: '/policy/history', component: () => import('./pages/EditionsPage.vue'), meta: { title: '历次版本' } },
    { path: '/policy/:code', component: () => import('./pages/PackPage.vue'), meta: { title: '政策' }, props: true },
    { path: '/exchange', component: () => import('./pages/ExchangePage.vue'), meta: { title: '交换' } },
    { path: '/exchange/outbound', component: () => import('./pages/OutboundPage.vue'), meta: { title: '报送' } },
    { path: '/exchange/handovers', component: () => import('./pages/HandoversPage.vue'), meta: { title: '转办' } },
    { path: '/exchange/handovers/:id', component: () => import('./pages/HandoverPage.vue'), meta: { title: '转办' }, props: true },
    { path: '/exchange/:id', component: () => import('./pages/DeliveryPage.vue'), meta: { title: '名单批次' }, props: true },
    { path: '/exchange/deliveries/:id', redirect: (to) => `/exchange/${String(to.params.id)}` },
    { path: '/system', redirect: '/system/accounts' },
    { path: '/system/accounts', component: () => import('./pages/AccountsPage.vue'), meta: { title: '账号与职责' } },
    { path: '/system/regions', component: () => import('./pages/RegionsPage.vue'), meta: { title: '区划与机构' } },
    { path: '/search', component: () => import('./pages/SearchPage.vue'), meta: { title: '查找' } },
    { path: '/help', component: () => import('./pages/HelpPage.vue'), meta: { title: '帮助' } },
    { path: '/:rest(.*)*', component: () => import('./pages/NothingHere.vue'), meta: { title: '没有这一页' } },
  ],
})

router.beforeEach(async (to) => {
  const s = useSession()
  if (!s.asked) await s.load().catch(() => undefined)
  if (!s.session && !to.meta.open) return { path: '/login', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
  if (s.session?.mustChangePassword && to.path !== '/password') return '/password'
  if (s.session && to.path === '/login') return s.first
  if (to.path === '/' && s.session && !s.may('WORK_READ')) return s.first === '/' ? '/help' : s.first
  if (to.path === '/oversight' && s.session && !s.may('DASHBOARD_READ')) return '/oversight/looks'
  if (to.path === '/system/accounts' && s.session && !s.may('ACCOUNT_READ')) return '/system/regions'
  return true
})

router.afterEach((to) => {
  document.title = to.meta.title ? `${to.meta.title} · 护童` : '护童'
})
