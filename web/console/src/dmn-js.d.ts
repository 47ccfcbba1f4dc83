// The editor's packages carry no types; only what is used here is told.
interface DmnView { id?: string; type: string; element: { id: string } }
interface DmnViewer { on(event: string, run: () => void): void }
declare module 'dmn-js-shared/lib/base/EditingManager' {
  export default class EditingManager {
    constructor(options: { container: HTMLElement; decisionTable?: { additionalModules?: unknown[] } })
    importXML(xml: string): Promise<{ warnings: unknown[] }>
    saveXML(options?: { format?: boolean }): Promise<{ xml: string }>
    getActiveViewer(): DmnViewer | undefined
    getViews(): DmnView[]
    open(view: DmnView): Promise<unknown>
    destroy(): void
  }
}
declare module 'dmn-js-decision-table/lib/Editor' {
  export default class Editor {
    static _getModules(): unknown[]
  }
}
declare module 'dmn-js-decision-table/lib/Viewer' {
  export default class Viewer {
    static _getModules(): unknown[]
  }
}
declare module 'dmn-js-decision-table/lib/features/decision-table-properties/editor' {
  const module: unknown
  export default module
}
declare module 'dmn-js-decision-table/lib/features/expression-language' {
  const module: unknown
  export default module
}
declare module 'dmn-js-decision-table/lib/features/hit-policy/HitPolicies' {
  export const HIT_POLICIES: { label: string; value: { hitPolicy: string; aggregation?: string } }[]
}
