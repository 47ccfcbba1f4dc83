// What the design language forbids and a compiler cannot see. Exit 1 names file and line of every finding.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** The places where the level scale itself is drawn. Elsewhere a level is a LevelTag or a ClockChip. */
const drawsLevels = new Set([
  'shared/src/tokens.css', 'shared/src/base.css', 'shared/src/element.css', 'shared/src/level.ts',
  'shared/src/components/LevelTag.vue', 'shared/src/components/LevelShape.vue', 'shared/src/components/ClockChip.vue',
])

export function findings(path, text) {
  const found = []
  const rule = (re, what, body = text) => {
    for (const m of body.matchAll(re)) found.push({ line: body.slice(0, m.index).split('\n').length, what, text: m[0].slice(0, 60) })
  }
  if (!path.endsWith('tokens.css')) {
    rule(/#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b(?![-\w])(?=[^\n]*)/g, '颜色只写在 tokens.css')
    rule(/\b(?:rgba?|hsla?)\(/g, '颜色只写在 tokens.css')
  }
  if (!drawsLevels.has(path)) {
    rule(/\blv-[royg]\b/g, '等级用 LevelTag，不手写类名')
    rule(/--(?:red|orange|yellow|green)-[tgm]\b/g, '等级颜色不单独用，配形状和字')
  }
  if (path.endsWith('.vue')) {
    for (const m of text.matchAll(/<LevelTag\b([^>]*)>/g)) {
      if (/\sword=""|\s:word="''"/.test(m[1])) found.push({ line: text.slice(0, m.index).split('\n').length, what: '等级没有字', text: m[0].slice(0, 60) })
    }
    for (const m of text.matchAll(/<LevelShape\b[^>]*\/?>([^\n]*)/g)) {
      if (!drawsLevels.has(path) && !/[\u4e00-\u9fff]|\{\{/.test(m[1])) found.push({ line: text.slice(0, m.index).split('\n').length, what: '形状旁边没有字', text: m[0].slice(0, 60) })
    }
    if (!path.endsWith('OpenFigure.vue')) rule(/class="[^"]*\bfig\b[^"]*"/g, '数字要能打开：用 OpenFigure')
    for (const m of text.matchAll(/<OpenFigure\b([^>]*)>/g)) {
      if (!/\s:?to=|@open=/.test(m[1])) found.push({ line: text.slice(0, m.index).split('\n').length, what: '数字没有去处', text: m[0].slice(0, 60) })
    }
    rule(/\bv-html\b/g, '不写 v-html')
    rule(/操作成功|请知悉|输入有误|！/g, '换成干事会说的话')
  }
  return found
}

function* files(dir) {
  for (const name of readdirSync(dir)) {
    if (['node_modules', 'dist', 'generated'].includes(name)) continue
    const p = join(dir, name)
    if (statSync(p).isDirectory()) yield* files(p)
    else if (/\.(vue|ts|css|html)$/.test(name)) yield p
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  let bad = 0
  let seen = 0
  for (const part of ['shared/src', 'console/src', 'console/index.html']) {
    const at = join(root, part)
    for (const p of statSync(at).isDirectory() ? files(at) : [at]) {
      seen++
      for (const f of findings(relative(root, p), readFileSync(p, 'utf8'))) {
        bad++
        console.error(`${relative(root, p)}:${f.line} ${f.what}：${f.text}`)
      }
    }
  }
  console.log(`lint: files=${seen} findings=${bad}`)
  process.exit(bad ? 1 : 0)
}
