import { createKeeper, type Keeper, type SelfView } from './keeper.js'
import { tabMemory } from './memory.js'
import { watchSigns } from './signs.js'
import { systemClock } from '../../live/clock.js'
import { pageTabs } from '../../live/outbox/tabs.js'
import type { PitcheyLive } from '../pitchey.js'

const keepers = new WeakMap<PitcheyLive, Keeper>()

/** The one that speaks for this engine's user. */
export function keeperOf(live: PitcheyLive): Keeper {
  const known = keepers.get(live)
  if (known) return known
  const keeper = createKeeper({ live, clock: systemClock, memory: tabMemory, tabs: pageTabs, watchSigns })
  keepers.set(live, keeper)
  return keeper
}

const ON_SERVER: SelfView = { choice: null, idle: false }
/** What a page says of its user that a server rendered. */
export const selfOnServer = (): SelfView => ON_SERVER
