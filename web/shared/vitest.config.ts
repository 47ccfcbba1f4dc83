import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: { environment: 'happy-dom', include: ['test/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
})
