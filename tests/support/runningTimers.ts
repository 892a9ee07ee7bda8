/**
 * Why: what was taken out of a page must leave no timer behind. Puts each timer that is set from now on into `running`
 * until it ends. It is sent into pages as it stands, so it names nothing from outside.
 */
export function noteTimers(running: Set<unknown>): void {
  for (const [set, clear] of [
    ['setTimeout', 'clearTimeout'],
    ['setInterval', 'clearInterval'],
  ] as const) {
    const [realSet, realClear] = [window[set].bind(window), window[clear].bind(window)]
    Object.assign(window, {
      [set]: (run: () => void, ms?: number) => {
        const timer: unknown = realSet(() => {
          if (set === 'setTimeout') running.delete(timer)
          run()
        }, ms)
        running.add(timer)
        return timer
      },
      [clear]: (timer: number) => {
        running.delete(timer)
        realClear(timer)
      },
    })
  }
}
