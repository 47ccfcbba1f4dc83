import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const server = process.env.HUTONG_SERVER ?? 'http://127.0.0.1:8080'
const proxy = { '/api': { target: server, changeOrigin: false } }

export default defineConfig({
  plugins: [vue()],
  server: { host: '127.0.0.1', port: 5173, proxy },
  preview: { host: '127.0.0.1', port: 4173, proxy },
  build: {
    target: 'es2022',
    // No inlined data: URIs; the server's content policy is default-src 'self'.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
    rollupOptions: {
      output: {
        manualChunks(id: string) {
          if (/node_modules\/(echarts|zrender)\//.test(id)) return 'echarts'
          if (/node_modules\/(element-plus|@element-plus|@floating-ui|async-validator|lodash-es|dayjs|@vueuse)\//.test(id)) return 'element'
          if (/node_modules\/(vue|@vue|vue-router|pinia)\//.test(id)) return 'vue'
          return undefined
        },
      },
    },
  },
})
