/** The month of a day and those before it, newest first, each as its first day. */
export function monthsBefore(today: string, howMany: number): string[] {
  const [year, month] = today.split('-').map(Number)
  return Array.from({ length: howMany }, (_, back) => {
    const at = year! * 12 + month! - 1 - back
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`
  })
}

/** The colour of a long job's state. */
export function jobLevel(state: string): 'green' | 'red' | 'yellow' | 'none' {
  return state === 'DONE' ? 'green' : state === 'FAILED' ? 'red' : state === 'STOPPED' ? 'yellow' : 'none'
}
