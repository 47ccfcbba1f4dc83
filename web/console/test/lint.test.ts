import { describe, expect, test } from 'vitest'
// @ts-expect-error a build script without types
import { findings as find } from '../../scripts/lint.mjs'

const findings = find as (path: string, text: string) => { line: number; what: string }[]
const page = (body: string) => `<script setup lang="ts">\n</script>\n\n<template>\n  ${body}\n</template>\n`

describe('the lint of the design language', () => {
  test('refuses a colour written outside tokens.css', () => {
    expect(findings('console/src/a.css', 'a{color:#1D2B2C}')).toHaveLength(1)
    expect(findings('console/src/a.ts', "const c = 'rgba(0,0,0,.5)'")).toHaveLength(1)
    expect(findings('shared/src/tokens.css', 'a{color:#1D2B2C}')).toHaveLength(0)
  })
  test('refuses a level colour used bare', () => {
    expect(findings('console/src/a.vue', page('<b class="lv-r">3</b>'))).toHaveLength(1)
    expect(findings('console/src/a.vue', page('<b :style="{ color: \'var(--red-t)\' }">3</b>'))).toHaveLength(1)
  })
  test('refuses a level without a word', () => {
    expect(findings('console/src/a.vue', page('<LevelTag level="red" word="" />'))).toHaveLength(1)
    expect(findings('console/src/a.vue', page('<LevelShape level="red" />'))).toHaveLength(1)
    expect(findings('console/src/a.vue', page('<LevelTag level="red" />'))).toHaveLength(0)
    expect(findings('console/src/a.vue', page('<LevelShape level="red" /> 不一致'))).toHaveLength(0)
  })
  test('refuses a figure that opens nothing', () => {
    expect(findings('console/src/a.vue', page('<span class="fig">214</span>'))).toHaveLength(1)
    expect(findings('console/src/a.vue', page('<OpenFigure big>214</OpenFigure>'))).toHaveLength(1)
    expect(findings('console/src/a.vue', page('<OpenFigure big to="/leads">214</OpenFigure>'))).toHaveLength(0)
  })
  test('refuses words nobody says and raw html', () => {
    expect(findings('console/src/a.vue', page('<p>操作成功</p>'))).toHaveLength(1)
    expect(findings('console/src/a.vue', page('<p v-html="x" />'))).toHaveLength(1)
  })
  test('names the line', () => {
    expect(findings('console/src/a.css', 'a{}\n\nb{color:#fff}')[0]!.line).toBe(3)
  })
})
