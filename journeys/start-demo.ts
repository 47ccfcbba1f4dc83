import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/**
 * Starts a small demo city of its own (temporary data, a free port) with the product's own command, and stops it at the end.
 * HUTONG_URL points the journeys at a server that already runs.
 */
export default async function startDemo() {
  if (process.env.HUTONG_URL) return
  const data = mkdtempSync(path.join(tmpdir(), 'hutong-journey-'))
  const children = process.env.HUTONG_CHILDREN ?? '600'
  const demo = spawn(path.resolve('../hutong'), ['demo', '--data', data, '--children', children, '--port', '18080'], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
  process.env.HUTONG_DATA_FOLDER = data
  process.env.HUTONG_URL = await new Promise<string>((resolve, reject) => {
    let said = ''
    const late = setTimeout(() => reject(new Error(`the demo did not open within ten minutes; it said:\n${said}`)), 600_000)
    demo.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString()
      const address = /^打开 (http:\/\/\S+?)\/?$/m.exec(said)
      if (address) {
        clearTimeout(late)
        resolve(address[1])
      }
    })
    demo.on('exit', (code) => reject(new Error(`the demo ended with ${code}; it said:\n${said}`)))
  })
  return async () => {
    process.kill(-demo.pid!, 'SIGINT')
    await new Promise((stopped) => demo.on('exit', stopped))
    rmSync(data, { recursive: true, force: true })
  }
}
