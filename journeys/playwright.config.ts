import { defineConfig } from '@playwright/test'

// Debian's Chromium; the flags keep it from calling its maker's hosts.
const browser = {
  browserName: 'chromium' as const,
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  },
}

export default defineConfig({
  timeout: 180_000,
  expect: { timeout: 20_000 },
  workers: 1,
  reporter: [['list']],
  globalSetup: './start-demo.ts',
  use: { ...browser, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1440, height: 900 }, trace: 'retain-on-failure' },
  projects: [
    { name: 'journeys', testMatch: /.*\.journey\.ts/ },
    { name: 'shots', testMatch: /.*\.shots\.ts/ },
  ],
})
