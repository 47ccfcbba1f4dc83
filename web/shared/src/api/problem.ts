export interface ProblemBody {
  code?: string
  title?: string
  saved?: string
  next?: string
  fields?: { field: string; message: string }[]
}

/** What the server says when it cannot do something: a code, what happened, what is kept, what to do next. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly saved: string
  readonly next: string
  /** Field → sentence, for forms. */
  readonly fields: Record<string, string>

  constructor(status: number, body: ProblemBody) {
    super(body.title ?? '没办成')
    this.status = status
    this.code = body.code ?? (status === 0 ? 'NET' : `HTTP-${status}`)
    this.title = body.title ?? defaults(status).title
    this.saved = body.saved ?? defaults(status).saved
    this.next = body.next ?? defaults(status).next
    this.fields = Object.fromEntries((body.fields ?? []).map((f) => [f.field, f.message]))
  }

  get kind(): 'offline' | 'signin' | 'forbidden' | 'gone' | 'failed' {
    if (this.status === 0) return 'offline'
    if (this.status === 401) return 'signin'
    if (this.status === 403) return 'forbidden'
    if (this.status === 404) return 'gone'
    return 'failed'
  }
}

/** Sentences for answers that carry none of their own (a proxy, a cut line). */
function defaults(status: number): { title: string; saved: string; next: string } {
  if (status === 0) return { title: '没连上服务', saved: '您写的都在这一页里', next: '检查网络后再试一次' }
  if (status === 401) return { title: '登录已到时间', saved: '您写的都在这一页里', next: '请重新登录，回来接着办' }
  if (status === 403) return { title: '您的职责不含这件事', saved: '没有改动任何内容', next: '可向本单位的安全管理员申请' }
  if (status === 404) return { title: '这里没有可看的内容', saved: '没有改动任何内容', next: '可从左边的栏目重新进入' }
  if (status === 413) return { title: '文件太大', saved: '文件没有收下', next: '请拆成几份再交' }
  return { title: '服务没能办完这件事', saved: '没有改动任何内容', next: '请再试一次，仍不行时把编号告诉管理员' }
}

/** Turns any thrown thing into a Problem, so that a page has one shape to show. */
export function asProblem(e: unknown): Problem {
  if (e instanceof Problem) return e
  return new Problem(0, {})
}
