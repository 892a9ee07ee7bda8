import type { Known, Scene } from './scene.js'

type Play = Scene['play']

const still: Play = () => null

/** The states that every component has. Each is brought about by a server and a line that behave so. */
export const scenes = {
  loading: (): Scene => ({ known: {}, rest: 'hangs', loss: 'none', play: still }),
  empty: (play: Play = still): Scene => ({ known: {}, rest: 'answers', loss: 'none', play }),
  error: (known: Known, play: Play = still): Scene => ({ known, rest: 'fails', loss: 'none', play }),
  offline: (known: Known): Scene => ({ known, rest: 'answers', loss: 'network', play: still }),
  polling: (known: Known): Scene => ({ known, rest: 'answers', loss: 'socket', play: still }),
  live: (known: Known, play: Play = still): Scene => ({ known, rest: 'answers', loss: 'none', play }),
}
