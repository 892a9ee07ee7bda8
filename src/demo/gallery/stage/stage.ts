import { notifyManager, QueryClient } from '@tanstack/react-query'
import { streams, type PitcheyLive } from 'pitchey-live'
import { createLive, type LiveOptions } from 'pitchey-live/core'
import { patientClock } from './patientClock.js'
import type { Scene } from './scene.js'
import { createStageServer } from './stageServer.js'

/** An engine and a cache of its own, with a server that plays a scene. */
export interface Stage {
  readonly live: PitcheyLive
  readonly client: QueryClient
  /** Somebody asked by hand: a server that failed is well again. */
  readonly mend: () => void
  /** Does it lose its line once all is shown? */
  readonly isLosing: boolean
  readonly plugIn: () => void
  /** Returns how to stop. */
  readonly play: () => () => void
  readonly close: () => void
}

const BEAT_MS = 1_000
const POLL_MS = 1_000
/** As often as who types says so. */
const TYPING_MS = 3_000

export function createStage(scene: Scene): Stage {
  const server = createStageServer(scene)
  const network = createNetwork()
  const client = new QueryClient({
    // A server that fails is not asked three times before its visitors are told.
    defaultOptions: { queries: { retryDelay: 0, meta: { refreshInterval: POLL_MS } } },
  })
  const live = createLive({
    streams: Object.values(streams),
    batch: (run) => notifyManager.batch(run),
    backend: server.backend,
    WebSocket: server.WebSocket,
    environment: network.environment,
    // What the scene is about is no news to whoever wrote it.
    onError: () => undefined,
    ...(scene.rest === 'hangs' ? { clock: patientClock } : {}),
  })
  let beat = 0
  const lose = () => {
    server.pull(scene.loss === 'network')
    network.set(scene.loss !== 'network')
  }
  const typing = setInterval(server.goOnTyping, TYPING_MS)
  const stopWaiting = scene.loss === 'none' ? () => undefined : onceShown(client, live, lose)

  return {
    live,
    client,
    mend: server.mend,
    isLosing: scene.loss !== 'none',
    plugIn: () => {
      server.plugIn()
      network.set(true)
      live.connect()
    },
    play: () => {
      const timer = setInterval(() => {
        const happening = scene.play((beat += 1), Date.now())
        if (happening) server.publish(happening)
      }, BEAT_MS)
      return () => clearInterval(timer)
    },
    close: () => {
      stopWaiting()
      clearInterval(typing)
      live.dispose()
      // A fetch that ends after its query was cleared would keep it for five minutes more.
      void client.cancelQueries().finally(() => client.clear())
    },
  }
}

/** Calls back, later, when every query that is looked at has its first answer and the stream is there. */
function onceShown(client: QueryClient, live: PitcheyLive, shown: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    const looked = client.getQueryCache().findAll({ type: 'active' })
    const isShown = looked.length > 0 && looked.every(({ state }) => state.status === 'success')
    if (!isShown || live.getStatus().connection.state !== 'connected' || timer !== undefined) return
    unsubscribe.forEach((stop) => stop())
    timer = setTimeout(shown)
  }
  const unsubscribe = [client.getQueryCache().subscribe(look), live.subscribe(look)]
  return () => {
    unsubscribe.forEach((stop) => stop())
    clearTimeout(timer)
  }
}

type Environment = NonNullable<LiveOptions<(typeof streams)['pitch']>['environment']>

/** The network of one stage: the others keep theirs. */
function createNetwork() {
  let isOnline = true
  const watching = new Set<() => void>()
  const environment: Environment = {
    online: () => isOnline,
    visible: () => document.visibilityState !== 'hidden',
    watch: (changed) => {
      const look = () => changed()
      watching.add(look)
      document.addEventListener('visibilitychange', look)
      return () => {
        watching.delete(look)
        document.removeEventListener('visibilitychange', look)
      }
    },
  }
  return {
    environment,
    set: (online: boolean) => {
      isOnline = online
      for (const look of watching) look()
    },
  }
}
