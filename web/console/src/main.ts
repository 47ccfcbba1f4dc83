import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { onSignedOut } from '@hutong/shared'
import 'element-plus/es/components/base/style/css'
import 'element-plus/es/components/dialog/style/css'
import 'element-plus/es/components/drawer/style/css'
import 'element-plus/es/components/date-picker/style/css'
import 'element-plus/es/components/select/style/css'
import 'element-plus/es/components/option/style/css'
import 'element-plus/es/components/popover/style/css'
import 'element-plus/es/components/dropdown/style/css'
import 'element-plus/es/components/dropdown-menu/style/css'
import 'element-plus/es/components/dropdown-item/style/css'
import 'element-plus/es/components/tree/style/css'
import 'element-plus/es/components/message/style/css'
import '@hutong/shared/tokens.css'
import '@hutong/shared/element.css'
import '@hutong/shared/base.css'
import App from './App.vue'
import { router } from './router'
import { useSession } from './stores/session'

const app = createApp(App)
app.use(createPinia())
app.use(router)

onSignedOut(() => {
  const s = useSession()
  if (!s.session) return
  s.session = null
  const here = router.currentRoute.value
  if (here.path !== '/login') void router.push({ path: '/login', query: { to: here.fullPath, ended: '1' } })
})

// the first page is known before anything is drawn: else the frame of the console asks for counts on the way to the sign-in page
void router
  .isReady()
  .catch(() => undefined)
  .then(() => app.mount('#app'))
